import type { MappingPack } from '../pack.ts';
import { ecsToDefenderXdr } from './ecs-to-defender-xdr.ts';
import { ecsToSigma } from './ecs-to-sigma.ts';
import { sigmaToDefenderXdr } from './sigma-to-defender-xdr.ts';

/** Every mapping that comes with isorule. A new one is one file and one line here. */
export const packs: readonly MappingPack[] = [ecsToSigma, ecsToDefenderXdr, sigmaToDefenderXdr];
