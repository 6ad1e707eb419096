import { ecsFlat } from './ecs-flat.ts';
import type { NamedSchema } from './named-schema.ts';

export const splunkJson: NamedSchema = {
  ...ecsFlat,
  id: 'splunk-json',
  summary: 'the same as Splunk reads it from JSON, lists in braces: process.args{}',
  // The automatic extraction names arrays as spath does.
  docs: 'https://help.splunk.com/splunk-enterprise/spl-search-reference/9.2/search-commands/spath',
  listNames: 'braces',
};
