import { ecsFlat } from './ecs-flat.ts';
import type { NamedSchema } from './named-schema.ts';

export const ecsJson: NamedSchema = {
  ...ecsFlat,
  id: 'ecs-json',
  summary: 'the same as nested JSON in one column, event: {"process": {"name": …}} (SQL)',
  layout: 'json',
};
