import { sameNode } from '../../src/ir/equal.ts';
import type {
  CorrelationCondition,
  CorrelationQuery,
  Key,
  Pipe,
  SampleQuery,
  SequenceQuery,
  Step,
} from '../../src/ir/query.ts';
import { combine, type Emitted, exactly, unsupported } from '../../src/target/emit-cond.ts';
import { chain, type Doc, type Frag, list, q, raw, traced } from '../../src/target/frag.ts';
import { opaque } from '../../src/target/ledger.ts';
import { clauses } from './filter.ts';
import { canName, fieldName } from './lexical.ts';

/** EQL's units of time, the longest first, in nanoseconds. */
const UNITS: readonly (readonly [string, bigint])[] = [
  ['d', 86_400_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
];

/** `5m`; nothing where no unit of EQL says the time in whole numbers. */
function spanText(nanos: bigint): string | undefined {
  const unit = UNITS.find(([, size]) => nanos % size === 0n);
  return unit && nanos > 0n ? `${nanos / unit[1]}${unit[0]}` : undefined;
}

function emitKey(key: Key): Emitted {
  if (!canName(key.name)) return unsupported('key', 'the field name has no spelling in EQL', key.origin);
  return exactly(fieldName(key.name, key.optional ?? false));
}

const nothing = raw('');

/** ` by a, ?b`, or nothing. */
const by = (keys: readonly Key[]): Emitted =>
  keys.length === 0 ? exactly(nothing) : combine(keys.map(emitKey), (frags) => q(0)` by ${list(frags)}`);

/** How many key fields are the same for every step: those stand in the head, and need not be repeated. */
function commonKeys(steps: readonly Step[]): number {
  const [first] = steps;
  const keys = first?.keys ?? [];
  const at = keys.findIndex((key, i) =>
    steps.some(
      ({ keys: other }) => other[i]?.name !== key.name || (other[i]?.optional ?? false) !== (key.optional ?? false),
    ),
  );
  return at === -1 ? keys.length : at;
}

/** `[process where …] by x with runs=2`. */
function emitTerm(step: Step, common: number, runs = 1): Emitted {
  const { word, condition } = clauses(step.filter);
  const open = [step.missing ? '![' : '[', word.doc, ' where '].flat().join('');
  const emitted = combine([condition, by(step.keys.slice(common))], ([inner = nothing, keys = nothing]) => {
    const body: Doc = { kind: 'indent', open, close: ']', doc: inner.doc };
    return q(0)`${{ level: 0, doc: body }}${keys}${raw(runs > 1 ? ` with runs=${runs}` : '')}`;
  });
  // More events of one step may be fewer matches.
  return { frag: traced(emitted.frag, step.origin), notes: opaque(emitted.notes) };
}

/** The most repetitions that EQL takes. */
const MOST_RUNS = 100;

interface Run {
  readonly step: Step;
  readonly count: number;
}

/** Equal steps one after the other as runs of one. A missing step has none, and a lone run is written out: a sequence has two terms. */
function runsOf(steps: readonly Step[]): readonly Run[] {
  const runs: { step: Step; count: number }[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last && !step.missing && last.count < MOST_RUNS && sameNode(last.step, step)) last.count++;
    else runs.push({ step, count: 1 });
  }
  return runs.length > 1 ? runs : steps.map((step) => ({ step, count: 1 }));
}

const pipesOf = (pipes: readonly Pipe[]): readonly Frag[] => pipes.map((pipe) => raw(`| ${pipe.kind} ${pipe.count}`));

/** The head with its terms, then what stands behind them, a line each where all does not fit one. */
function statement(
  head: Emitted,
  terms: readonly Emitted[],
  behind: readonly Emitted[],
  pipes: readonly Pipe[],
): Emitted {
  return combine([head, ...terms, ...behind], ([first = nothing, ...frags]) => {
    const body = chain(frags.slice(0, terms.length), '', 0);
    const block: Doc = [first.doc, { kind: 'indent', open: ' ', close: '', doc: body.doc }];
    return chain([{ level: 0, doc: block }, ...frags.slice(terms.length), ...pipesOf(pipes)], '', 0);
  });
}

/** A sequence as EQL. */
export function emitSequence(query: SequenceQuery): Emitted {
  const joining = query.until ? [...query.steps, query.until] : query.steps;
  const common = commonKeys(joining);
  const span = query.maxspan === undefined ? '' : spanText(query.maxspan);
  if (span === undefined)
    return unsupported('maxspan', 'EQL measures time in whole milliseconds, and maxspan is one at least', query.origin);
  const head = combine(
    [by(query.steps[0]?.keys.slice(0, common) ?? [])],
    ([keys = nothing]) => q(0)`sequence${keys}${raw(span === '' ? '' : ` with maxspan=${span}`)}`,
  );
  const terms = runsOf(query.steps).map(({ step, count }) => emitTerm(step, common, count));
  const until = query.until
    ? [combine([emitTerm(query.until, common)], ([term = nothing]) => q(0)`until ${term}`)]
    : [];
  return statement(head, terms, until, query.pipes);
}

/** A sample as EQL. */
export function emitSample(query: SampleQuery): Emitted {
  const common = commonKeys(query.steps);
  const head = combine([by(query.steps[0]?.keys.slice(0, common) ?? [])], ([keys = nothing]) => q(0)`sample${keys}`);
  return statement(
    head,
    query.steps.map((step) => emitTerm(step, common)),
    [],
    query.pipes,
  );
}

/** Whether a condition asks for all rules of a correlation, and nothing else. */
function asksForAll(condition: CorrelationCondition, rules: CorrelationQuery['rules']): boolean {
  if (condition.kind === 'threshold') return condition.op === 'gte' && condition.count === BigInt(rules.length);
  if (condition.kind !== 'and') return false;
  const names = condition.parts.map((part) => (part.kind === 'rule' ? part.name : undefined));
  return names.length === rules.length && rules.every(({ name }) => names.includes(name));
}

const NOT_ALL =
  'a sequence of EQL needs every step: it has no form for a condition on the number or the names of rules';

/** Why a correlation has no form in EQL. */
function refusal({ type, rules, condition, generate }: CorrelationQuery): string | undefined {
  if (type !== 'temporal_ordered')
    return type === 'temporal'
      ? 'EQL has no form for events that come in any order within a time'
      : 'EQL has no form that counts or computes';
  if (generate) return 'EQL gives one kind of result: the rules of a correlation can not alert beside it';
  if (rules.length < 2) return 'a sequence of EQL has two steps at least';
  return asksForAll(condition, rules) ? undefined : NOT_ALL;
}

/** A correlation of rules in order is a sequence within its timespan; the others have no form in EQL. */
export function emitCorrelation(query: CorrelationQuery): Emitted {
  const why = refusal(query);
  if (why !== undefined) return unsupported(query.type, why, query.origin);
  const steps: Step[] = [];
  for (const { query: inner, keys } of query.rules) {
    if (inner.kind !== 'event')
      return unsupported(query.type, 'a step of EQL is one event, not the alert of another correlation', query.origin);
    steps.push({ filter: inner.filter, keys, missing: false });
  }
  const sequence = emitSequence({ kind: 'sequence', steps, maxspan: query.timespan, pipes: [] });
  const note = {
    effect: 'differs',
    construct: query.type,
    why: 'the same groups are found as a rule, but a sequence takes different events, one strictly after the other, and uses up the latest of each step alone',
    witness: { '@timestamp': '2026-01-05T09:00:00Z' },
    ...(query.origin && { origin: query.origin }),
  } as const;
  return { ...sequence, notes: [...sequence.notes, note] };
}
