import { ecsFlat } from './ecs-flat.ts';
import type { NamedSchema } from './named-schema.ts';

export const ecsStructs: NamedSchema = {
  ...ecsFlat,
  id: 'ecs-structs',
  summary: 'the same as nested columns, as Parquet has them: "process"."name" (SQL, but not SQLite)',
  layout: 'structs',
};
