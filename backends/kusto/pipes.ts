import type { Pipe } from '../../src/ir/query.ts';
import { type Frag, raw } from '../../src/target/frag.ts';

/** The table of rules that name none. */
export const DEFAULT_TABLE = 'Events';

const MAX_COUNT = 2n ** 63n - 1n;

/** The first or last events in the order of time; what has no time comes last (docs/semantics.md, "Events and queries"). */
export function pipeLines(pipe: Pipe, keys: readonly Frag[]): readonly Frag[] {
  const by = (order: string): readonly Frag[] => {
    if (keys.length === 0) return [];
    const items = keys.flatMap((key, i) => [...(i > 0 ? [', '] : []), key.doc, ` ${order}`]);
    return [{ level: 0, doc: ['| sort by ', ...items] }];
  };
  const take = raw(`| take ${pipe.count < MAX_COUNT ? pipe.count : MAX_COUNT}`);
  return pipe.kind === 'head'
    ? [...by('asc nulls last'), take]
    : [...by('desc nulls first'), take, ...by('asc nulls last')];
}
