import type { Artifact } from './artifact.ts';
import { savedsearches } from './savedsearches.ts';

/** Every file that a platform imports, in the order of the documentation. */
export const artifacts: readonly Artifact[] = [savedsearches];
