import fc from 'fast-check';
import { loadRules } from '../../src/compile.ts';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import type { Event } from '../../src/eval/read-field.ts';
import type { CorrelationType } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Batch } from './random-streams.ts';

/**
 * Random Sigma correlations over random streams. Rule `a`, `b`, `c` finds events whose field of that name is "y"; `stream` and `user` (or an alias of `user` and
 * `account`) are the group.
 */
export interface WantedCorrelations {
  readonly streams: number;
  readonly longest: number;
  readonly types: readonly CorrelationType[];
  readonly ops?: readonly string[];
  /** Conditions over the names of rules. */
  readonly names?: boolean;
  /** No two events of a stream at the same time. */
  readonly apart?: boolean;
}

const RULES = ['a', 'b', 'c'] as const;
const SPANS = ['1s', '5s', '10s', '1m'] as const;
const TEXTS = ['a', 'a and b', 'a or (b and c)', 'a and not b', 'not (a or b)'] as const;

const ruleText = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource:\n    product: test\ndetection:\n    selection:\n        ${name}: y\n    condition: selection\n---\n`;

const isOfNumbers = (type: CorrelationType): boolean => type.startsWith('value_') && type !== 'value_count';

interface Shape {
  readonly type: CorrelationType;
  readonly rules: number;
  readonly span: string;
  readonly ops: readonly { readonly op: string; readonly count: number }[];
  readonly text: string | undefined;
  readonly alias: boolean;
  readonly grouped: boolean;
}

function textOf({ type, rules, span, ops, text, alias, grouped }: Shape): string {
  const names = RULES.slice(0, rules);
  const field = isOfNumbers(type) ? 'n' : type === 'value_count' ? 'value' : undefined;
  const condition =
    text === undefined
      ? [
          '    condition:',
          ...new Map(ops.map(({ op, count }) => [op, `        ${op}: ${count}`])).values(),
          ...(field === undefined ? [] : [`        field: ${field}`]),
          ...(type === 'value_percentile' ? ['        percentile: 75'] : []),
        ]
      : [`    condition: ${text}`];
  const aliases = [
    '    aliases:',
    '        who:',
    ...names.map((name) => `            ${name}: ${name === 'b' ? 'account' : 'user'}`),
  ];
  const group = grouped ? (alias ? '[stream, who]' : '[stream, user]') : '[stream]';
  return [
    ...names.map(ruleText),
    `title: found\ncorrelation:\n    type: ${type}\n    rules: [${names.join(', ')}]\n    group-by: ${group}\n    timespan: ${span}`,
    ...(alias && grouped ? aliases : []),
    ...condition,
  ].join('\n');
}

function ruleOf(text: string): Rule {
  const { rules, diagnostics } = loadRules(new SourceText('random.yml', text));
  const found = rules.find(({ rule, role }) => rule?.query.kind === 'correlation' && role === 'alerts')?.rule;
  const problems = [...diagnostics, ...rules.flatMap((one) => one.diagnostics)].map(messageOf);
  if (!found) throw new Error(`does not read: ${text}: ${problems.join(', ')}`);
  return { ...found, time: { timestamp: 'timestamp' } };
}

const GAPS = [0, 0, 500, 1000, 1000, 2000, 5000, 9000] as const;
const USERS = ['bob', 'Bob', 'eve', undefined] as const;
const VALUES = ['x', 'X', 'y', undefined, '', ':', '1', 'x:1'] as const;
const START = Date.UTC(2026, 0, 1);

function eventsOf(streams: readonly (readonly number[])[], apart: boolean): readonly Event[] {
  let id = 0;
  return streams.flatMap((words, stream) => {
    let at = START;
    return words.map((word) => {
      const pick = <T>(list: readonly T[], shift: number): T | undefined =>
        list[Math.floor(word / 2 ** shift) % list.length];
      at += (pick(GAPS, 0) ?? 0) || (apart ? 250 : 0);
      const flag = (shift: number): 'y' | undefined => (pick([true, false, false], shift) ? 'y' : undefined);
      const all: Record<string, unknown> = {
        id: id++,
        stream: `s${stream}`,
        timestamp: new Date(at).toISOString(),
        a: flag(3),
        b: flag(9),
        c: flag(15),
        user: pick(USERS, 21),
        account: pick(USERS, 24),
        value: pick(VALUES, 27) === '' ? undefined : pick(VALUES, 27),
        n: pick([0, 1, 2, 3, -1, 10, '4', undefined], 31),
      };
      return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    });
  });
}

const OPS = ['gte', 'gt', 'lt', 'lte', 'eq', 'neq'] as const;

/** A random correlation over random streams. */
export function correlationBatches(wanted: WantedCorrelations): fc.Arbitrary<Batch> {
  const shape = fc.record<Shape>({
    type: fc.constantFrom(...wanted.types),
    rules: fc.constantFrom(3, 2, ...(wanted.names ? [] : [1])),
    span: fc.constantFrom(...SPANS),
    ops: fc.array(fc.record({ op: fc.constantFrom(...(wanted.ops ?? OPS)), count: fc.constantFrom(2, 3, 1, 4, 0) }), {
      minLength: 1,
      maxLength: 2,
    }),
    text: wanted.names ? fc.constantFrom(...TEXTS) : fc.constant(undefined),
    alias: fc.boolean(),
    grouped: fc.boolean(),
  });
  const words = fc.array(fc.array(fc.noBias(fc.maxSafeNat()), { maxLength: wanted.longest, size: 'max' }), {
    minLength: wanted.streams,
    maxLength: wanted.streams,
    size: 'max',
  });
  return fc.tuple(shape, words).map(([one, streams]) => {
    const text = textOf(one.text?.includes('c') ? { ...one, rules: 3 } : one);
    return { text, rule: ruleOf(text), events: eventsOf(streams, wanted.apart === true) };
  });
}
