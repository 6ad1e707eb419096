import type { NamedSchema } from '../../schema/named/named-schema.ts';
import { packTime, platformSchema } from './platform.ts';

export const sysmon: NamedSchema = {
  id: 'sysmon',
  summary: "the fields of Sysmon's and Windows' events, as Splunk's add-ons read their XML: Image, CommandLine",
  docs: 'https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon',
  taxonomy: 'sysmon',
  // The packs hold every field of every event of Sysmon.
  fields: platformSchema('sysmon', {}),
  layout: 'columns',
  time: packTime('sysmon'),
};
