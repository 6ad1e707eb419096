import type { Pipe } from '../../../src/ir/query.ts';
import { type Doc, type Frag, q, raw } from '../../../src/target/frag.ts';
import { EVERYTHING } from '../pipes.ts';
import { type Cte, commas, select } from './cte.ts';
import type { Names } from './names.ts';

/** A column of the order in which results stand, ascending. */
export interface Ordered {
  readonly column: Frag;
  readonly nullsFirst?: boolean;
}

const DIRECTIONS = { up: [raw(''), raw(' NULLS FIRST')], down: [raw(' DESC'), raw(' DESC NULLS LAST')] } as const;

function ordering(order: readonly Ordered[], direction: keyof typeof DIRECTIONS): Doc {
  const [plain, withNulls] = DIRECTIONS[direction];
  const parts = order.map(({ column, nullsFirst }) => q(0)`${column}${nullsFirst ? withNulls : plain}`);
  return ['ORDER BY ', commas(parts).doc];
}

export const orderedBy = (order: readonly Ordered[]): Doc => ordering(order, 'up');

/** What `head` and `tail` leave of the matches, one step each. */
export function keptBy(
  names: Names,
  pipes: readonly Pipe[],
  matches: Frag,
  order: readonly Ordered[],
  fresh: readonly Frag[],
): { ctes: readonly Cte[]; from: Frag; where: readonly Frag[] } {
  const cutting = pipes.filter(({ count }) => count < EVERYTHING);
  let from = matches;
  const ctes = cutting.map(({ kind, count }, i): Cte => {
    const body = select({
      columns: [raw('*')],
      from: from.doc,
      where: i === 0 ? fresh : [],
      behind: [ordering(order, kind === 'head' ? 'up' : 'down'), `LIMIT ${count}`],
    });
    from = names.of(`kept_${i + 1}`);
    return { name: from, says: `the ${kind === 'head' ? 'first' : 'last'} ${count}`, body };
  });
  return { ctes, from, where: cutting.length === 0 ? fresh : [] };
}
