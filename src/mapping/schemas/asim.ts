import { asimColumns } from '../../schema/data/platforms.generated.ts';
import type { NamedSchema } from '../../schema/named/named-schema.ts';
import { packTime, platformSchema } from './platform.ts';

export const asim: NamedSchema = {
  id: 'asim',
  summary: "the columns of Microsoft Sentinel's unifying parsers: TargetProcessName",
  docs: 'https://learn.microsoft.com/en-us/azure/sentinel/normalization-about-schemas',
  taxonomy: 'asim',
  fields: platformSchema('asim', asimColumns),
  layout: 'columns',
  time: packTime('asim'),
};
