import fc from 'fast-check';
import type { Column } from '../../src/engines/engine.ts';
import type { Match } from '../../src/eval/match.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { readEql } from '../../src/frontends/eql/index.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { FieldType } from '../../src/ir/value.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';

/**
 * Random stateful rules over random streams. The number of the stream, `stream`, is a key of every step, so one query runs many streams
 * at once. A step asks whether a flag (`s0` … `s3`, `u`, `m0`, `m1`) is "y"; an event raises each flag on its own, so it may fit several steps.
 */
export interface Batch {
  /** As EQL writes it. */
  readonly text: string;
  readonly rule: Rule;
  /** In the order of arrival, one stream after the other. `id` is a number of its own for each. */
  readonly events: readonly Event[];
}

/** What a target can't do may be left out; everything is in where nothing is said. */
export interface Wanted {
  readonly streams: number;
  /** The longest stream. Default 200. */
  readonly longest?: number;
  readonly maxspan?: 'always' | 'never' | 'any';
  readonly until?: boolean;
  readonly runs?: boolean;
  /** Default `anywhere`. */
  readonly missing?: 'never' | 'between' | 'anywhere';
  readonly ownKeys?: boolean;
  readonly optionalKeys?: boolean;
  /** Key fields with several values. Default false: few targets have a column for them. */
  readonly lists?: boolean;
  /** `unique`: the tiebreaker tells every two events of a stream apart, and does not follow arrival. Default `any`: equal and absent ones too. */
  readonly ties?: 'unique' | 'any';
  readonly pipes?: boolean;
}

/** Texts that engines confuse: by case, accents, blanks, quotes, their own null. */
const KEYS = [
  'a',
  'A',
  'b',
  '',
  ' ',
  'a ',
  "o'k",
  '"',
  '\\',
  '%',
  'é',
  'e\u0301',
  'ß',
  'ss',
  'null',
  'NULL',
  '1',
  '01',
  '𝒳',
  'K',
  'k',
] as const;

export const TIME = { timestamp: '@timestamp', tiebreaker: 'tie' } as const;

const TEXT_FIELDS = ['key', 'ka', 'kb', 's0', 's1', 's2', 's3', 'u', 'm0', 'm1'] as const;

/** The fields of the events. */
const FIELDS: Readonly<Record<string, FieldType>> = {
  '@timestamp': 'date',
  id: 'long',
  stream: 'long',
  tie: 'long',
  ...Object.fromEntries(TEXT_FIELDS.map((name) => [name, 'text' as const])),
};

/** The columns of a table for a batch: the fields that its rule reads, and the tiebreaker. */
export const columnsOfBatch = ({ rule }: Batch): readonly Column[] => [
  { name: TIME.tiebreaker, type: 'long', list: false },
  ...fieldsOfQuery(rule.query).map(
    ({ name, type, list }): Column => ({ name, type: type === 'unknown' ? 'text' : type, list }),
  ),
];

const KEY_FIELDS: ReadonlySet<string> = new Set(['key', 'ka', 'kb']);

const schemaOf = (lists: boolean): Schema => ({
  id: 'random-streams',
  closed: true,
  find: (name) => {
    const type = FIELDS[name];
    return (
      type && {
        kind: 'usable',
        name,
        type,
        list: lists && KEY_FIELDS.has(name),
        sourceType: type === 'text' ? 'keyword' : type,
      }
    );
  },
  names: () => Object.keys(FIELDS),
});

export function ruleOfEql(text: string, lists = false): Rule {
  const { query, diagnostics } = readEql(Slice.verbatim(new SourceText('random.eql', text)), {
    schema: schemaOf(lists),
    categoryField: 'event.category',
  });
  if (!query) throw new Error(`does not read: ${text}: ${diagnostics.map(({ code }) => code).join(', ')}`);
  const source = { path: 'random.eql', index: 0 };
  return { metadata: { name: 'random' }, language: 'eql', source, taxonomy: 'ecs', time: TIME, query };
}

// A stream is a list of numbers, one an event: its bits say everything, 0 is the plainest, and fast-check shrinks towards it.

/** Takes fields of bits out of a number. */
class Bits {
  #rest: number;

  constructor(word: number) {
    this.#rest = word;
  }

  take(count: number): number {
    const value = this.#rest % 2 ** count;
    this.#rest = Math.floor(this.#rest / 2 ** count);
    return value;
  }

  /** One chance in 2^count. */
  rare(count: number): boolean {
    return this.take(count) === 2 ** count - 1;
  }
}

/** Milliseconds from the event before; many events share a time, and many lie exactly a maxspan apart. */
const GAPS = [0, 0, 0, 500, 1000, 1000, 2000, 5000] as const;
const START = Date.UTC(2026, 0, 1);

interface KeySpace {
  readonly values: readonly string[];
  readonly lists: boolean;
}

function keyValue(bits: Bits, { values, lists }: KeySpace): string | readonly string[] | undefined {
  const pick = (at: number): string | undefined => values[at % (values.length + 1)];
  const first = pick(bits.take(3));
  const second = pick(bits.take(3));
  if (!lists || !bits.rare(2)) return first;
  return [first, second, first].flatMap((value) => value ?? []);
}

const flag = (up: boolean): 'y' | undefined => (up ? 'y' : undefined);

interface Place {
  readonly stream: number;
  readonly index: number;
  readonly id: number;
  readonly at: number;
}

function eventOf(bits: Bits, place: Place, keys: KeySpace, unique: boolean): Event {
  const tie = bits.take(2);
  const anyTie = tie === 0 ? undefined : tie;
  const all: Record<string, unknown> = {
    id: place.id,
    stream: place.stream,
    '@timestamp': new Date(place.at).toISOString(),
    // 211 is a prime above the longest stream: every place has a number of its own.
    tie: unique ? (place.index * 73) % 211 : anyTie,
    s0: flag(bits.rare(1)),
    s1: flag(bits.rare(2)),
    s2: flag(bits.rare(2)),
    s3: flag(bits.rare(2)),
    u: flag(bits.rare(4)),
    m0: flag(bits.rare(4)),
    m1: flag(bits.rare(4)),
    key: keyValue(bits, keys),
    ka: keyValue(bits, keys),
    kb: keyValue(bits, keys),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function eventsOf(streams: readonly (readonly number[])[], keys: KeySpace, unique: boolean): readonly Event[] {
  let id = 0;
  return streams.flatMap((words, stream) => {
    let at = START;
    return words.map((word, index) => {
      const bits = new Bits(word);
      at += GAPS[bits.take(3)] ?? 0;
      return eventOf(bits, { stream, index, id: id++, at }, keys, unique);
    });
  });
}

/** The parts of a rule, before they are text. */
interface RuleShape {
  readonly steps: readonly { readonly flag: number; readonly own: number; readonly runs: number }[];
  readonly missing: readonly { readonly before: number; readonly flag: number; readonly own: number }[];
  readonly common: '' | 'key' | '?key';
  readonly own: '' | 'k' | '?k';
  readonly maxspan: string | undefined;
  readonly until: number | undefined;
  readonly pipes: readonly string[];
}

const OWN = ['ka', 'kb', 'key'] as const;

function textOf(shape: RuleShape): string {
  const by = (own: number): string =>
    shape.own === '' ? '' : ` by ${shape.own === '?k' ? '?' : ''}${OWN[own] ?? 'ka'}`;
  const count = shape.steps.length;
  const gaps = (at: number): readonly string[] =>
    shape.missing
      .filter(({ before }) => before === at)
      .map(({ flag: name, own }) => `![any where m${name} == "y"]${by(own)}`);
  const steps = shape.steps.flatMap(({ flag: name, own, runs }, i) => [
    ...gaps(i),
    `[any where s${name} == "y"]${by(own)}${runs > 1 ? ` with runs=${runs}` : ''}`,
  ]);
  const keys = ['stream', shape.common].filter((name) => name !== '').join(', ');
  const span = shape.maxspan ?? (shape.missing.length > 0 ? '5s' : undefined);
  return [
    `sequence by ${keys}${span === undefined ? '' : ` with maxspan=${span}`}`,
    ...[...steps, ...gaps(count)].map((step) => `  ${step}`),
    ...(shape.until === undefined ? [] : [`until [any where u == "y"]${by(shape.until)}`]),
    ...shape.pipes.map((pipe) => `| ${pipe}`),
  ].join('\n');
}

const SPANS = ['500ms', '1s', '2s', '5s', '20s'] as const;
const either = <T>(allowed: boolean | undefined, yes: fc.Arbitrary<T>, no: T): fc.Arbitrary<T> =>
  allowed === false ? fc.constant(no) : fc.oneof(fc.constant(no), yes);

/** A sequence has two terms at least; missing ones stand between two others, or anywhere. */
function withPlaces(shape: RuleShape, between: boolean): RuleShape {
  const alone = shape.steps.length === 1 && (between || shape.missing.length === 0);
  const steps = alone ? [...shape.steps, ...shape.steps] : shape.steps;
  const place = (before: number): number => (between ? 1 + (before % (steps.length - 1)) : before % (steps.length + 1));
  return { ...shape, steps, missing: shape.missing.map((one) => ({ ...one, before: place(one.before) })) };
}

function shapes(wanted: Wanted): fc.Arbitrary<RuleShape> {
  const { maxspan = 'any', missing = 'anywhere' } = wanted;
  const span = fc.constantFrom(...SPANS);
  const optional = wanted.optionalKeys !== false;
  const pipe = fc.tuple(fc.constantFrom('head', 'tail'), fc.nat({ max: 30 })).map(([name, n]) => `${name} ${n + 1}`);
  const spans =
    maxspan === 'always' ? span : maxspan === 'never' ? fc.constant(undefined) : fc.option(span, { nil: undefined });
  const runs = wanted.runs === false ? fc.constant(1) : fc.constantFrom(1, 1, 1, 2, 3);
  const own = fc.nat({ max: 2 });
  const gap = fc.record({ before: fc.nat({ max: 59 }), flag: fc.nat({ max: 1 }), own });
  const gaps = fc.array(gap, { minLength: 1, maxLength: 3 });
  const shape = fc.record<RuleShape>({
    steps: fc.array(fc.record({ flag: fc.nat({ max: 3 }), own, runs }), { minLength: 1, maxLength: 4 }),
    missing: either<RuleShape['missing']>(missing !== 'never' && maxspan !== 'never', gaps, []),
    common: optional ? fc.constantFrom('', 'key', '?key') : fc.constantFrom('', 'key'),
    own: either<RuleShape['own']>(wanted.ownKeys, optional ? fc.constantFrom('k', '?k') : fc.constant('k'), ''),
    maxspan: spans,
    until: either<number | undefined>(wanted.until, own, undefined),
    pipes: wanted.pipes ? fc.array(pipe, { maxLength: 2 }) : fc.constant([]),
  });
  return shape.map((one) => withPlaces(one, missing === 'between'));
}

const keySpaces = (lists: boolean): fc.Arbitrary<KeySpace> =>
  fc.uniqueArray(fc.constantFrom(...KEYS), { minLength: 3, maxLength: 3 }).map((values) => ({ values, lists }));

/** Most streams are no longer than that. */
const USUAL = 60;

/** Random words, as many events as they say, in as many streams as are wanted: one in four may be as long as can be. */
const streamWords = ({ streams, longest = 200 }: Wanted): fc.Arbitrary<readonly (readonly number[])[]> => {
  const upTo = (maxLength: number) => fc.array(fc.noBias(fc.maxSafeNat()), { maxLength, size: 'max' });
  const long = { arbitrary: upTo(longest), weight: 1 };
  const stream = longest > USUAL ? fc.oneof({ arbitrary: upTo(USUAL), weight: 3 }, long) : long.arbitrary;
  return fc.array(stream, { minLength: streams, maxLength: streams, size: 'max' });
};

/** A random sequence over random streams. */
export function sequenceBatches(wanted: Wanted): fc.Arbitrary<Batch> {
  const lists = wanted.lists === true;
  return fc.tuple(shapes(wanted), keySpaces(lists), streamWords(wanted)).map(([shape, keys, words]) => {
    const text = textOf(shape);
    return { text, rule: ruleOfEql(text, lists), events: eventsOf(words, keys, wanted.ties === 'unique') };
  });
}

/** A random sample over random streams. Any choice of events is right, so targets are asked for the keys. */
export function sampleBatches(
  wanted: Pick<Wanted, 'streams' | 'longest' | 'optionalKeys' | 'lists'>,
): fc.Arbitrary<Batch> {
  const lists = wanted.lists === true;
  const optional = wanted.optionalKeys === false ? '' : '?';
  const step = fc.record({ flag: fc.nat({ max: 3 }), own: fc.nat({ max: 2 }) });
  const shape = fc.record({
    steps: fc.array(step, { minLength: 2, maxLength: 4 }),
    common: fc.constantFrom('', ', key', `, ${optional}key`),
    own: fc.constantFrom('', ' by ', ` by ${optional}`),
  });
  return fc.tuple(shape, keySpaces(lists), streamWords(wanted)).map(([{ steps, common, own }, keys, words]) => {
    const lines = steps.map(
      (one) => `  [any where s${one.flag} == "y"]${own === '' ? '' : own + (OWN[one.own] ?? 'ka')}`,
    );
    const text = [`sample by stream${common}`, ...lines].join('\n');
    return { text, rule: ruleOfEql(text, lists), events: eventsOf(words, keys, false) };
  });
}

/** The ids of a match's events in step order, `-` for a missing step: what every target can be asked for. */
export const idsText = ({ events }: Match, list: readonly Event[]): string =>
  events.map((at) => (at === null ? '-' : String(list[at]?.id))).join(',');

/** What the oracle finds, in its order. */
export const oracleMatches = ({ rule, events }: Batch): readonly string[] =>
  runQuery(rule.query, events, rule.time).map((match) => idsText(match, events));
