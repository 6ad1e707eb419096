import { backends } from '../../backends/index.ts';
import { compileMatcher } from '../../backends/js/compile-matcher.ts';
import { js } from '../../backends/js/index.ts';
import { kusto } from '../../backends/kusto/index.ts';
import { convertRule } from '../../src/compile.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import type { LedgerEntry, Note } from '../../src/target/ledger.ts';
import type { Answer } from '../../src/verify/matches/answer.ts';
import { streamed } from '../../src/verify/matches/js.ts';
import { matchesOnKusto } from '../../src/verify/matches/kusto.ts';
import { isUnavailable, nothingToClose, type Unavailable, type Usable } from '../../src/verify/runner.ts';
import { runners } from '../../src/verify/runners/index.ts';

/** Runs the stateful outputs of one target. */
export interface Finder {
  readonly find: (loaded: Usable, events: readonly Event[]) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export type OpenFinder = () => Promise<Finder | Unavailable>;

/** What runs the stateful outputs of each target, by the backend's id. */
export const finders: Readonly<Record<string, OpenFinder>> = Object.fromEntries(
  backends.flatMap((backend) => {
    const open = runners[backend.id];
    if (!open) return [];
    const finder: OpenFinder = async () => {
      const runner = await open('');
      if (isUnavailable(runner)) return runner;
      return { find: (loaded, events) => runner.matches({ loaded, backend, events }), close: runner.close };
    };
    return [[backend.id, finder]];
  }),
);

/** What runs a target's outputs that are asked for with an option, by what the user writes. */
export const optionFinders: Readonly<Record<string, OpenFinder>> = {
  'kusto --no-scan': () =>
    Promise.resolve({
      find: (loaded, events) => Promise.resolve(matchesOnKusto({ loaded, backend: kusto, events }, { scan: false })),
      close: nothingToClose,
    }),
};

function findByClosure(loaded: Usable, events: readonly Event[]): Promise<Answer> {
  const conversion = convertRule(loaded, js);
  const create = compileMatcher(legalize(loaded.rule));
  if (typeof create !== 'function') return Promise.resolve({ refused: create.unsupported });
  const hits = streamed(create, loaded.rule, events);
  return Promise.resolve({ ways: [{ name: 'closure', conversion, hits, absent: new Set() }] });
}

/** The matcher that runs in the process. */
export const openMatcher: OpenFinder = () => Promise.resolve({ find: findByClosure, close: nothingToClose });

const isNote = (entry: LedgerEntry): entry is Note => entry.effect !== 'exact';
export const notesOf = ({ ledger }: { readonly ledger: readonly LedgerEntry[] }): readonly Note[] =>
  ledger.filter(isNote);
