import { ocsfAttributes } from '../../schema/data/platforms.generated.ts';
import type { NamedSchema } from '../../schema/named/named-schema.ts';
import { packTime, platformSchema } from './platform.ts';

/** An attribute has one type wherever it stands. */
const attributeOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

export const ocsf: NamedSchema = {
  id: 'ocsf',
  summary:
    'the Open Cybersecurity Schema Framework, a column a path: "process.file.path"; as structs with --layout structs',
  docs: 'https://schema.ocsf.io',
  taxonomy: 'ocsf',
  fields: platformSchema('ocsf', ocsfAttributes, attributeOf),
  layout: 'columns',
  time: packTime('ocsf'),
};
