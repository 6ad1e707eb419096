import { commands } from './commands/index.ts';
import { evalFunctions } from './eval/functions/index.ts';
import { evalWords } from './eval/operators.ts';
import type { ReferenceFacts } from './facts.ts';
import { ownCommands } from './pipeline.ts';
import { searchWords } from './search/operators.ts';
import { percentiles, statsFunctions } from './stats/functions.ts';

export interface ReferenceRow {
  readonly id: string;
  readonly kind: 'operator' | 'command' | 'function';
  readonly name: string;
  readonly case: string;
  readonly docs: string;
  readonly open?: string;
}

type Named = readonly (readonly [string, ReferenceFacts])[];

const rows = (kind: ReferenceRow['kind'], where: string, named: Named): readonly ReferenceRow[] =>
  named.map(([name, { case: shown, docs, open }]) => ({
    id: `${where}/${name}`,
    kind,
    name,
    case: shown,
    docs,
    ...(open !== undefined && { open }),
  }));

const sorted = (named: Iterable<readonly [string, ReferenceFacts]>): Named =>
  [...named].sort(([a], [b]) => (a < b ? -1 : 1));

/** All that the SPL emulator knows: made from the tables that it runs by, so nothing can be listed that does not run, or the other way round. */
export const reference: readonly ReferenceRow[] = [
  ...rows('operator', 'search', Object.entries(searchWords)),
  ...rows('operator', 'eval', Object.entries(evalWords)),
  ...rows('command', 'command', sorted([...Object.entries(ownCommands), ...commands])),
  ...rows('function', 'eval', sorted(evalFunctions)),
  ...rows('function', 'stats', sorted([...Object.entries(statsFunctions), ...Object.entries(percentiles)])),
];
