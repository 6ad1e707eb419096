import type { Artifact } from './artifact.ts';
import { defender } from './defender.ts';
import { kibana } from './kibana.ts';
import { savedsearches } from './savedsearches.ts';
import { sentinelArm } from './sentinel-arm.ts';
import { sentinelYaml } from './sentinel-yaml.ts';

/** Every file that a platform imports, in the order of the documentation. */
export const artifacts: readonly Artifact[] = [savedsearches, sentinelYaml, sentinelArm, kibana, defender];
