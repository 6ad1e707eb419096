import { defenderColumns } from '../../schema/data/platforms.generated.ts';
import type { NamedSchema } from '../../schema/named/named-schema.ts';
import { packTime, platformSchema } from './platform.ts';

export const defenderXdr: NamedSchema = {
  id: 'defender-xdr',
  summary: 'the columns of advanced hunting in Microsoft Defender XDR: InitiatingProcessFileName',
  docs: 'https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-schema-tables',
  taxonomy: 'defender-xdr',
  fields: platformSchema('defender-xdr', defenderColumns),
  layout: 'columns',
  time: packTime('defender-xdr'),
};
