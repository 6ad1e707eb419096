import { ecs } from '../ecs.ts';
import type { NamedSchema } from './named-schema.ts';

export const ecsFlat: NamedSchema = {
  id: 'ecs',
  summary: 'the Elastic Common Schema and Elastic\'s integrations, a column a field: "process.name"',
  docs: 'https://www.elastic.co/docs/reference/ecs',
  fields: ecs,
  layout: 'columns',
};
