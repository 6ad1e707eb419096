import { ecsFlat } from './ecs-flat.ts';
import { ecsJson } from './ecs-json.ts';
import { ecsStructs } from './ecs-structs.ts';
import type { NamedSchema } from './named-schema.ts';
import { splunkJson } from './splunk-json.ts';

/** The schemas that come with isorule: one file and one line each. */
export const schemas: readonly NamedSchema[] = [ecsFlat, ecsJson, ecsStructs, splunkJson];
