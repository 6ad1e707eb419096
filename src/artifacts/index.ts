import type { Artifact } from './artifact.ts';
import { defender } from './defender.ts';
import { escu } from './escu.ts';
import { kibana } from './kibana.ts';
import { savedsearches } from './savedsearches.ts';
import { sentinelArm } from './sentinel-arm.ts';
import { sentinelYaml } from './sentinel-yaml.ts';
import { sigma } from './sigma.ts';
import { sqlPrepared, sqlView } from './sql.ts';

/** Every file that a platform imports, in the order of the documentation. */
export const artifacts: readonly Artifact[] = [
  savedsearches,
  escu,
  sentinelYaml,
  sentinelArm,
  defender,
  kibana,
  sqlView,
  sqlPrepared,
  sigma,
];
