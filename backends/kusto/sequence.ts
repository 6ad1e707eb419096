import type { SequenceQuery, Step } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { chainLines } from './chain.ts';
import type { Matching } from './matching.ts';
import { type MissingStep, missingLines } from './missing-lines.ts';
import { scanLines } from './scan.ts';
import { type RowKind, Stateful } from './stateful.ts';
import { timespan } from './timespan.ts';

/** A step with its place among all steps, from 1. */
interface Placed {
  readonly step: Step;
  readonly at: number;
}

/** Copies that `runs` has written out share what they ask and where they were written. */
const isCopy = (one: Step, other: Step): boolean =>
  one === other || (one.origin !== undefined && one.origin === other.origin && one.missing === other.missing);

function runsOf(steps: readonly Placed[]): readonly (readonly Placed[])[] {
  const runs: Placed[][] = [];
  for (const placed of steps) {
    const run = runs.at(-1);
    if (run?.[0] && isCopy(run[0].step, placed.step) && run[0].at + run.length === placed.at) run.push(placed);
    else runs.push([placed]);
  }
  return runs;
}

const placesOf = (run: readonly Placed[]): string => {
  const [first, last] = [run[0]?.at ?? 0, run.at(-1)?.at ?? 0];
  return first === last ? String(first) : `${first}to${last}`;
};

/** A way to write the state machine. */
interface Form {
  readonly uses: 'scan' | 'union';
  /** The rows of a table that steps share, by their places. */
  readonly steps: (at: readonly number[]) => RowKind;
  readonly until: RowKind;
  /** Whether a table of so many steps is read more than once; that of `until` goes with every step but the first. */
  readonly again: (steps: number) => boolean;
  readonly lines: (matching: Matching) => readonly string[];
}

const FORMS = {
  scan: {
    uses: 'scan',
    steps: (at) => ({ kind: 'steps', at }),
    until: { kind: 'until' },
    again: () => false,
    lines: scanLines,
  },
  chain: {
    uses: 'union',
    steps: () => ({ kind: 'event' }),
    until: { kind: 'event' },
    again: (steps) => steps > 1,
    lines: chainLines,
  },
} as const satisfies Record<string, Form>;

interface Tables {
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
  /** The table of each step, by the step's place. */
  readonly sources: ReadonlyMap<number, string>;
}

/** One table a step, of its own events; a run is one table with a row for each of its copies. */
function stepTables(stateful: Stateful, placed: readonly Placed[], form: Form): Tables {
  const lines: Frag[] = [];
  const notes: Note[] = [];
  const sources = new Map<number, string>();
  for (const run of runsOf(placed)) {
    const [first] = run;
    if (!first) continue;
    const { missing } = first.step;
    const name = `${missing ? 'missing' : 'step'}${placesOf(run)}`;
    for (const { at } of run) sources.set(at, name);
    const copies = run.map(({ at }) => at).join(', ');
    const says = run.length > 1 ? `steps ${copies}: ${run.length} times the same` : `step ${copies}`;
    const table = missing
      ? stateful.table(name, `${says}, which must be missing`, first.step, { kind: 'missing' })
      : stateful.table(name, says, first.step, form.steps(run.map(({ at }) => at)), form.again(run.length));
    lines.push(...table.lines);
    notes.push(...table.notes);
  }
  return { lines, notes, sources };
}

function missingSteps(placed: readonly Placed[], sources: ReadonlyMap<number, string>): readonly MissingStep[] {
  const positive = placed.filter(({ step }) => !step.missing).map(({ at }) => at);
  return placed.flatMap(({ step, at }) => {
    if (!step.missing) return [];
    const before = positive.findLast((place) => place < at);
    const after = positive.find((place) => place > at);
    const source = sources.get(at) ?? '';
    return [{ at, source, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  });
}

/** The matches of one positive step are its events. */
function singleLines({ steps, lastColumns, again }: Matching): readonly string[] {
  const source = steps[0]?.source ?? '';
  const [open, close] = again ? ['materialize(', ')'] : ['', ''];
  return [`let matches = ${open}${source}`, `  | serialize ${lastColumns}, Match = row_number()${close};`];
}

/** A sequence as KQL. */
export function emitSequence(rule: Rule, query: SequenceQuery, options: EmitOptions): Emission {
  const placed = query.steps.map((step, i) => ({ step, at: i + 1 }));
  const positive = placed.filter(({ step }) => !step.missing);
  const hasMissing = positive.length < placed.length;
  const until = positive.length > 1 ? query.until : undefined;
  const all = until ? [...query.steps, until] : query.steps;
  const stateful = new Stateful(rule, all, options, hasMissing);
  const form: Form = options.scan ? FORMS.scan : FORMS.chain;
  const tables = stepTables(stateful, placed, form);
  const untilTable =
    until &&
    stateful.table('until', 'until: ends the matches that wait', until, form.until, form.again(positive.length - 1));
  const span = query.maxspan === undefined ? undefined : timespan(query.maxspan);
  const keys = stateful.keys.map(({ name }) => name);
  const last = positive.at(-1)?.at ?? 0;
  const matching: Matching = {
    steps: positive.map(({ at }) => ({ at, source: tables.sources.get(at) ?? '' })),
    sources: [...new Set(positive.map(({ at }) => tables.sources.get(at) ?? ''))],
    keys,
    ...(untilTable && { ends: 'until' }),
    spans: span !== undefined,
    identified: stateful.identified,
    order: stateful.order,
    lastColumns: `Time${last} = Time${stateful.identified ? `, Id${last} = tostring(Id)` : ''}`,
    again: hasMissing,
  };
  const missing = missingLines(missingSteps(placed, tables.sources), { keys, first: positive[0]?.at ?? 0, last });
  const result: readonly Frag[] = [
    ...(positive.length === 1 ? singleLines : form.lines)(matching).map((line) => raw(line)),
    ...missing.tables.map((line) => raw(line)),
    raw('matches'),
    ...missing.operators.map((line) => raw(line)),
    ...stateful.pipes(query.pipes),
    stateful.projection([
      ['FirstTime', `Time${positive[0]?.at}`],
      ['LastTime', 'Time'],
      ...positive.map(({ at }) => {
        const name = `${stateful.identified ? 'Id' : 'Time'}${at}`;
        return [name, name] as const;
      }),
    ]),
  ];
  return stateful.emission({
    notes: [...tables.notes, ...(untilTable?.notes ?? [])],
    declarations: [
      ...(span === undefined ? [] : [raw(`let maxspan = ${span};`)]),
      ...tables.lines,
      ...(untilTable?.lines ?? []),
    ],
    result,
    uses: positive.length > 1 ? [form.uses] : [],
  });
}
