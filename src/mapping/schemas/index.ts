import { ecsFlat } from '../../schema/named/ecs-flat.ts';
import { ecsJson } from '../../schema/named/ecs-json.ts';
import { ecsStructs } from '../../schema/named/ecs-structs.ts';
import type { NamedSchema } from '../../schema/named/named-schema.ts';
import { splunkJson } from '../../schema/named/splunk-json.ts';
import { asim } from './asim.ts';
import { defenderXdr } from './defender-xdr.ts';
import { ocsf } from './ocsf.ts';
import { sysmon } from './sysmon.ts';

/** The schemas that come with isorule: one file and one line each. Those of platforms stand here, for packs know their columns. */
export const schemas: readonly NamedSchema[] = [
  ecsFlat,
  ecsJson,
  ecsStructs,
  splunkJson,
  sysmon,
  defenderXdr,
  asim,
  ocsf,
];
