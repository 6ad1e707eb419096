import fc from 'fast-check';
import type { Event } from '../../src/eval/read-field.ts';
import { field, leaf, textLiteral } from '../../src/ir/build.ts';
import {
  CORRELATION_TYPES,
  type CorrelatedRule,
  type CorrelationCondition,
  type CorrelationQuery,
  type CorrelationType,
} from '../../src/ir/query.ts';
import type { Field } from '../../src/ir/value.ts';
import { type Batch, TIME } from './random-streams.ts';

// Random correlations over random events: rules ask for a flag, groups are values of `g`, `n` is computed on.

const SECOND = 1_000_000_000n;
const NAMES = ['a', 'b', 'c'] as const;

/** What a target can do of them. */
export interface WantedChains {
  /** The rules of a correlation may alert beside it. */
  readonly generate: boolean;
  /** Whether `n` may have several values. */
  readonly lists: boolean;
  /** All of them, if not said. */
  readonly types?: readonly CorrelationType[];
  /** No two events at the same time, and numbers that are spelt plainly. */
  readonly plain?: boolean;
  /** Rule `b` has its group in `h`. */
  readonly ownKeys?: boolean;
}

const text = (name: string): Field => field(name, { type: 'text', list: true });
const flagged = (name: string): CorrelatedRule['query'] => ({
  kind: 'event',
  filter: {
    condition: leaf({ kind: 'compare', op: 'eq', left: text(name), right: textLiteral('y'), caseRule: 'exact' }),
  },
  pipes: [],
});

type Threshold = Extract<CorrelationCondition, { kind: 'threshold' }>;

function thresholds(type: CorrelationType, list: boolean): fc.Arbitrary<Threshold> {
  const ofField = type.startsWith('value_');
  return fc.record({
    kind: fc.constant('threshold' as const),
    op: fc.constantFrom('gte', 'gte', 'gt', 'lt', 'lte', 'eq', 'neq'),
    count: fc.constantFrom(1n, 2n, 3n, 2.5, 5n),
    fields: fc.constant(ofField ? [field('n', { type: 'unknown', list })] : []),
    percentile: fc.constantFrom(1, 50, 90, 100),
  });
}

function conditions(
  type: CorrelationType,
  names: readonly string[],
  list: boolean,
): fc.Arbitrary<CorrelationCondition> {
  const rule = fc.constantFrom(...names).map((name): CorrelationCondition => ({ kind: 'rule', name }));
  const one = type.startsWith('temporal') ? fc.oneof(rule, thresholds(type, list)) : thresholds(type, list);
  const parts = fc.array(one, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: one },
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), parts }),
    one.map((inner): CorrelationCondition => ({ kind: 'not', inner })),
  );
}

interface Shape {
  readonly type: CorrelationType;
  readonly count: number;
  readonly grouped: boolean;
  readonly seconds: number;
  readonly generate: boolean;
}

/** `inner`: correlations that may stand in place of a rule. */
function correlations(
  inner: fc.Arbitrary<CorrelationQuery | undefined>,
  { generate, lists, types = CORRELATION_TYPES, ownKeys = false }: WantedChains,
): fc.Arbitrary<CorrelationQuery> {
  const shape = fc.record<Shape>({
    type: fc.constantFrom(...types),
    count: fc.integer({ min: 1, max: 3 }),
    grouped: fc.boolean(),
    seconds: fc.constantFrom(0, 1, 3, 10),
    generate: generate ? fc.boolean() : fc.constant(false),
  });
  return fc.tuple(shape, inner, fc.nat({ max: 2 })).chain(([one, below, place]) => {
    const names = NAMES.slice(0, one.count);
    const isGrouped = one.grouped && (!below || below.groupBy.length > 0);
    const rules = names.map<CorrelatedRule>((name, i) => {
      const query = below && i === place % one.count ? below : flagged(name);
      const key = ownKeys && name === 'b' && query.kind === 'event' ? 'h' : 'g';
      return { name, title: `rule ${name}`, query, keys: isGrouped ? [text(key)] : [] };
    });
    return conditions(one.type, names, lists).map((condition) => ({
      kind: 'correlation',
      type: one.type,
      rules,
      groupBy: isGrouped ? ['g'] : [],
      timespan: BigInt(one.seconds) * SECOND,
      condition,
      generate: one.generate,
    }));
  });
}

const VALUES = [1, 2, 3, 2.5, -1, '2', '1e1', 'x', 9007199254740993n, undefined] as const;

const PLAIN: ReadonlySet<unknown> = new Set([1, 2, 3, 2.5, -1, '2', 'x']);

const eventParts = fc.record({
  gap: fc.constantFrom(0, 0, 500, 1000, 3000),
  flags: fc.nat({ max: 7 }),
  group: fc.constantFrom('x', 'X', ['x', 'y'], undefined),
  other: fc.constantFrom('x', 'X', ['y', 'X'], undefined),
  value: fc.constantFrom(...VALUES),
});

type EventParts = typeof eventParts extends fc.Arbitrary<infer T> ? T : never;

function eventsOf(parts: readonly EventParts[], { plain, ownKeys }: WantedChains): readonly Event[] {
  let at = Date.UTC(2026, 0, 1);
  return parts.map(({ gap, flags, group, other, value }, id) => {
    at += gap || (plain ? 250 : 0);
    const own = NAMES.flatMap((name, i) => ((flags >> i) % 2 === 1 ? [[name, 'y'] as const] : []));
    const all: readonly (readonly [string, unknown])[] = [
      ['id', id],
      ['@timestamp', new Date(at).toISOString()],
      ['g', group],
      ['h', ownKeys ? other : undefined],
      ['n', plain && !PLAIN.has(value) ? undefined : value],
      ...own,
    ];
    return Object.fromEntries(all.filter(([, one]) => one !== undefined));
  });
}

/** A random correlation, perhaps over a correlation, and one stream of events. */
export const chainedBatches = (wanted: WantedChains): fc.Arbitrary<Batch> =>
  fc
    .tuple(
      correlations(fc.option(correlations(fc.constant(undefined), wanted), { nil: undefined }), wanted),
      fc.array(eventParts, { maxLength: 60, size: 'max' }),
    )
    .map(([query, parts]) => {
      const events = eventsOf(parts, wanted);
      const source = { path: 'random.yml', index: 0 };
      const rule = {
        metadata: { name: 'random' },
        language: 'sigma',
        source,
        taxonomy: 'sigma',
        time: TIME,
        query,
      } as const;
      return { text: `${query.type} of ${query.rules.length}`, rule, events };
    });
