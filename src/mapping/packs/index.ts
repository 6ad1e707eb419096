import type { MappingPack } from '../pack.ts';
import { ecsToAsim } from './ecs-to-asim.ts';
import { ecsToCim } from './ecs-to-cim.ts';
import { ecsToDefenderXdr } from './ecs-to-defender-xdr.ts';
import { ecsToOcsf } from './ecs-to-ocsf.ts';
import { ecsToSigma } from './ecs-to-sigma.ts';
import { ecsToSysmon } from './ecs-to-sysmon.ts';
import { sigmaToAsim } from './sigma-to-asim.ts';
import { sigmaToCim } from './sigma-to-cim.ts';
import { sigmaToDefenderXdr } from './sigma-to-defender-xdr.ts';
import { sigmaToEcs } from './sigma-to-ecs.ts';
import { sigmaToOcsf } from './sigma-to-ocsf.ts';
import { sigmaToSentinel } from './sigma-to-sentinel.ts';
import { sigmaToSysmon } from './sigma-to-sysmon.ts';

/** Every mapping that comes with isorule. A new one is one file and one line here. */
export const packs: readonly MappingPack[] = [
  ecsToSigma,
  ecsToDefenderXdr,
  sigmaToDefenderXdr,
  ecsToAsim,
  sigmaToAsim,
  sigmaToSentinel,
  ecsToSysmon,
  sigmaToSysmon,
  ecsToCim,
  sigmaToCim,
  sigmaToEcs,
  ecsToOcsf,
  sigmaToOcsf,
];
