import { type Printable, printYaml } from '../../src/formats/print-yaml.ts';
import { filterCondition } from '../../src/ir/build.ts';
import type { CorrelationType, EventFilter } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfCond } from '../../src/ir/walk.ts';
import { type Note, opaque } from '../../src/target/ledger.ts';
import { constantDetection, type Detection, detectionOf } from './detection.ts';
import { emitCond } from './emit-cond.ts';
import { logSourceOf } from './logsource.ts';
import { logSource } from './metadata.ts';
import { tidy } from './tidy.ts';

/** Sigma's units of time, the longest first, in nanoseconds. */
const UNITS: readonly (readonly [string, bigint])[] = [
  ['d', 86_400_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
];

/** A time span as Sigma writes it; nothing where it is no whole number of seconds. */
export function timespanText(nanos: bigint): string | undefined {
  const unit = UNITS.find(([, size]) => nanos % size === 0n);
  return unit && nanos > 0n ? `${nanos / unit[1]}${unit[0]}` : undefined;
}

/** What a reader has to do for tests of lists. */
export const LISTS =
  'a reader for which a test of a list holds if it holds for one of the elements; Sigma itself does not say';

export const testsLists = (filter: EventFilter): boolean =>
  fieldsOfCond(filterCondition(filter)).some(({ list }) => list);

/** A filter as a detection; without one a note gives the reason. */
export interface Detected {
  readonly detection?: Detection;
  readonly notes: readonly Note[];
}

export function detected(rule: Rule, filter: EventFilter): Detected {
  const condition = filterCondition(filter);
  if (condition.kind === 'true' || condition.kind === 'false')
    return { detection: constantDetection(rule.time.timestamp, condition.kind === 'true'), notes: [] };
  const { tree, notes } = emitCond(condition);
  // A Sigma rule has its author's order already.
  const ordered = tree && rule.language !== 'sigma' ? tidy(tree) : tree;
  return { ...(ordered && { detection: detectionOf(ordered) }), notes: opaque(notes) };
}

export type Entries = readonly (readonly [string, Printable])[];

export const printed = (entries: Entries): string => printYaml(new Map(entries), { dates: ['date', 'modified'] });

const LONGEST_TITLE = 256;
export const cut = (title: string): string => [...title].slice(0, LONGEST_TITLE).join('');

export const taxonomyOf = ({ taxonomy }: Rule): Entries => (taxonomy === 'sigma' ? [] : [['taxonomy', taxonomy]]);

/** A rule that does not alert by itself, but is named in a correlation. */
export const namedRule = (
  rule: Rule,
  title: string,
  name: Entries,
  filter: EventFilter,
  detection: Detection,
): string =>
  printed([
    ['title', cut(title)],
    ...name,
    ...taxonomyOf(rule),
    ['logsource', logSource(logSourceOf(rule, filter))],
    ['detection', detection],
  ]);

/** What a correlation says. */
export interface Section {
  readonly type: CorrelationType;
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespan: string;
  readonly aliases?: ReadonlyMap<string, Printable>;
  readonly condition?: Printable;
}

/** The section of a correlation; keys in the order of the specification. */
export function section({ type, rules, groupBy, timespan, aliases, condition }: Section): Printable {
  const entries: Entries = [
    ['type', type],
    ['rules', rules],
    ...(groupBy.length > 0 ? [['group-by', groupBy] as const] : []),
    ['timespan', timespan],
    ...(aliases && aliases.size > 0 ? [['aliases', aliases] as const] : []),
    ...(condition === undefined ? [] : [['condition', condition] as const]),
  ];
  return new Map(entries);
}
