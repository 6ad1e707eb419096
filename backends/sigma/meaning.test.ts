import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../src/eval/cond.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { and, leaf, literal, not, or } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { type Pattern, pattern } from '../../src/ir/pattern.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { CaseRule, CompareOp, Constant, Field, FieldType, Network, Value } from '../../src/ir/value.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { type Fidelity, joinFidelity } from '../../src/target/ledger.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { readDetection } from './evaluate.test-support.ts';
import { sigma } from './index.ts';

const field = (name: string, type: FieldType): Field => ({ kind: 'field', name, type, list: false });
const FIELDS: readonly Field[] = [
  field('a', 'text'),
  field('b.c', 'text'),
  field('__proto__', 'text'),
  field('filter main', 'text'),
  field('main_x', 'text'),
  field('process.pid', 'long'),
  field('process.ppid', 'long'),
  field('d', 'double'),
  field('flag', 'boolean'),
  field('ip', 'ip'),
  field('@timestamp', 'date'),
  field('v', 'version'),
  field('x', 'unknown'),
];

const TEXTS = [
  ...[
    '',
    'a',
    'A',
    'ab',
    'aB',
    'k',
    '\u212a',
    'ſ',
    'é',
    'É',
    'ß',
    'Σ',
    'ς',
    '😀',
    'a b',
    'a\nb',
    '\n',
    '*',
    '?',
    'a*b',
  ],
  ...['\\', '\\\\', 'C:\\x', 'C:\\x\\', '\\*', '\\?', '\\\\*', 'x\\\\y', '"', "'", ': ', ' #', '- ', '|', '%a%'],
  ...[
    '4',
    '04',
    '4.0',
    '4.5',
    '-1',
    '1e3',
    '4e0',
    'true',
    'TRUE',
    'yes',
    'null',
    '~',
    '10.1.2.3',
    '::1',
    '0:0:0:0:0:0:0:1',
  ],
  ...['1.2.3', '2024-01-01', '12345678901234567890'],
];
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...TEXTS) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('\\', '*', '?', 'a', 'É', '\n', ' ', "'"), maxLength: 6 }),
  },
);
const WHOLES = [0n, 1n, 4n, -1n, -5n, 5n, 2n ** 64n + 1n];
const REALS = [0, 4, 4.5, -0.5, 1e21, 1e-7];
const scalar = fc.oneof(
  { weight: 5, arbitrary: text },
  fc.constantFrom<unknown>(...WHOLES, ...REALS, true, false, null),
);
const element = fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }));

/** Events as text as it comes: a value may have any type, whatever the field's. */
const anyEvent: fc.Arbitrary<Event> = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS.map(({ name }) => name)), element), { maxLength: 10 })
  .map((rows) => Object.fromEntries(rows));

/** Values that keep what `sigma/typed-values` says. */
const typed: { readonly [T in FieldType]: fc.Arbitrary<unknown> } = {
  text,
  unknown: text,
  long: fc.constantFrom(...WHOLES),
  double: fc.constantFrom(...REALS, ...WHOLES),
  boolean: fc.boolean(),
  ip: fc.constantFrom('10.1.2.3', '::1', '1:2::3'),
  date: fc.constant('2024-01-01T00:00:00Z'),
  version: fc.constant('1.2.3'),
};
const typedEvent: fc.Arbitrary<Event> = fc
  .array(
    fc
      .constantFrom(...FIELDS)
      .chain(({ name, type }) =>
        fc.tuple(fc.constant(name), fc.oneof(typed[type], fc.array(typed[type], { maxLength: 3 }))),
      ),
    { maxLength: 10 },
  )
  .map((rows) => Object.fromEntries(rows));

const constants: { readonly [T in FieldType]: fc.Arbitrary<Constant> } = {
  text: text.map((value) => ({ type: 'text', value })),
  long: fc.constantFrom(...WHOLES).map((value) => ({ type: 'integer', value })),
  double: fc.constantFrom(...REALS).map((value) => ({ type: 'real', value })),
  boolean: fc.boolean().map((value) => ({ type: 'boolean', value })),
  ip: fc.constantFrom('10.1.2.3', '::1', '0:0:0:0:0:0:0:1').map((value) => ({ type: 'text', value })),
  date: fc.constant({ type: 'date', value: 0n }),
  version: fc.constant({ type: 'version', value: '1.2.3' }),
  unknown: fc.oneof(
    text.map((value): Constant => ({ type: 'text', value })),
    fc.constantFrom(...WHOLES).map((value): Constant => ({ type: 'integer', value })),
    fc.boolean().map((value): Constant => ({ type: 'boolean', value })),
  ),
};

const caseRule = fc.constantFrom<CaseRule>('exact', 'ascii', 'simple');
const aField = fc.constantFrom(...FIELDS);
const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { minLength: 1, maxLength });

const aPattern: fc.Arbitrary<Pattern> = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: text.map((value) => ({ kind: 'lit' as const, text: value })) },
      { weight: 2, arbitrary: fc.constant({ kind: 'any' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'one' as const }) },
    ),
    { maxLength: 4 },
  )
  .map(pattern);

const REGEXES: readonly Regex[] = ['a.*', '.*', 'cmd\\.exe', '[a-z]+', '.', 'a{2,5}', '[^a]', 'k', 'É|b', 's+'].flatMap(
  (source) =>
    (['exact', 'ascii', 'simple'] as const).flatMap((rule) => {
      const slice = Slice.verbatim(new SourceText('t', source));
      return parseRegex(slice, { flavour: 'lucene', anchoring: 'whole', caseRule: rule }).regex ?? [];
    }),
);
const NETWORKS: readonly Network[] = [
  { family: 4, bits: 0x0a000000n, prefix: 8, text: '10.0.0.0/8' },
  { family: 6, bits: 1n, prefix: 128, text: '::1/128' },
  { family: 4, bits: 0x0a010203n, prefix: 32, text: '10.1.2.3/32' },
];

const op = fc.constantFrom<CompareOp>('eq', 'eq', 'lt', 'lte', 'gt', 'gte');
const aLength = (subject: Field): Value => ({ kind: 'call', fn: 'length', args: [subject], caseRule: 'exact' });

const aValue: fc.Arbitrary<Value> = aField.chain((subject) => {
  const constant = constants[subject.type].map((value) => literal(value));
  const whole = constants.long.map((value) => literal(value));
  return fc.oneof<fc.Arbitrary<Value>[]>(
    fc.record({ op, right: constant, caseRule }).map((row) => ({ kind: 'compare', left: subject, ...row })),
    fc.record({ op, left: constant, caseRule }).map((row) => ({ kind: 'compare', right: subject, ...row })),
    fc.record({ op, right: aField, caseRule }).map((row) => ({ kind: 'compare', left: subject, ...row })),
    fc
      .record({ op, right: whole })
      .map((row) => ({ kind: 'compare', left: aLength(subject), caseRule: 'exact', ...row })),
    fc.record({ options: some(constant, 4), caseRule }).map((row) => ({ kind: 'one-of', subject, ...row })),
    fc.record({ patterns: some(aPattern, 4), caseRule }).map((row) => ({ kind: 'match', subject, ...row })),
    some(fc.constantFrom(...REGEXES), 2).map((regexes) => ({ kind: 'regex', subject, regexes })),
    some(fc.constantFrom(...NETWORKS), 2).map((networks) => ({ kind: 'cidr', subject, networks })),
    fc
      .record({
        fn: fc.constantFrom('starts-with' as const, 'ends-with' as const, 'string-contains' as const),
        other: aField,
        caseRule,
      })
      .map(({ fn, other, caseRule: rule }) => ({ kind: 'call', fn, args: [subject, other], caseRule: rule })),
  );
});

const aTest: fc.Arbitrary<Cond> = fc.oneof(
  { weight: 8, arbitrary: aValue.map((value) => leaf(value)) },
  { weight: 1, arbitrary: aField.map((value): Cond => ({ kind: 'has-value', value })) },
  { weight: 1, arbitrary: aField.map((found): Cond => ({ kind: 'has-key', field: found })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ patterns: some(aPattern, 2), caseRule })
      .map((row): Cond => ({ kind: 'keyword', test: { kind: 'match', ...row } })),
  },
);

/** Trees whose leaves mostly can be written, so that their layout is seen. */
const writable: fc.Arbitrary<Cond> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ name: fc.constantFrom('a', 'b.c', 'main_x'), patterns: some(aPattern, 3), caseRule })
      .map(({ name, ...row }) => leaf({ kind: 'match', subject: field(name, 'text'), ...row })),
  },
  { weight: 1, arbitrary: aField.map((value): Cond => ({ kind: 'has-value', value })) },
  { weight: 1, arbitrary: aField.map((found): Cond => ({ kind: 'has-key', field: found })) },
  {
    weight: 1,
    arbitrary: text
      .filter((value) => value !== '')
      .map((value): Cond => {
        const parts = pattern([{ kind: 'any' }, { kind: 'lit', text: value }, { kind: 'any' }]);
        return { kind: 'keyword', test: { kind: 'match', patterns: [parts], caseRule: 'simple' } };
      }),
  },
);
const { cond } = fc.letrec<{ cond: Cond }>((tie) => ({
  cond: fc.oneof(
    { maxDepth: 5 },
    { weight: 3, arbitrary: writable },
    { weight: 2, arbitrary: some(tie('cond'), 4).map((all) => and(all)) },
    { weight: 2, arbitrary: some(tie('cond'), 4).map((any) => or(any)) },
    { weight: 2, arbitrary: tie('cond').map((inner) => not(inner)) },
  ),
}));

const ruleOf = (condition: Cond): Rule => ({
  metadata: {},
  language: 'eql',
  source: { path: 't', index: 0 },
  taxonomy: 'ecs',
  time: { timestamp: '@timestamp' },
  query: { kind: 'event', filter: { condition }, pipes: [] },
});

/** What each fidelity lets differ, for a verdict of the rule and one of the output. */
const ALLOWED: { readonly [F in Fidelity]: (meant: boolean, found: boolean) => boolean } = {
  exact: (meant, found) => meant === found,
  conditional: (meant, found) => meant === found,
  wider: (meant, found) => found || !meant,
  narrower: (meant, found) => meant || !found,
  differs: () => true,
  unsupported: () => true,
};

function check(condition: Cond, event: Event, isTyped: boolean): void {
  const { text: rule, notes } = sigma.emit(ruleOf(condition), defaultEmitOptions);
  if (rule === undefined) return;
  if (!isTyped && notes.some(({ effect }) => effect === 'conditional')) return;
  const fidelity = joinFidelity(notes.map(({ effect }) => effect));
  const verdicts = [holds(condition, event), readDetection(rule)(event)] as const;
  expect(ALLOWED[fidelity](...verdicts), `${fidelity} ${verdicts}\n${rule}`).toBe(true);
}

describe('a detection finds what the condition means', () => {
  test('single tests on any events', () => {
    fc.assert(
      fc.property(aTest, some(anyEvent, 5), (condition, events) => {
        for (const event of events) check(condition, event, false);
      }),
      { numRuns: runs(1500) },
    );
  });

  test('single tests on events whose values have the types of their fields', () => {
    fc.assert(
      fc.property(aTest, some(typedEvent, 5), (condition, events) => {
        for (const event of events) check(condition, event, true);
      }),
      { numRuns: runs(1500) },
    );
  });

  test('conditions of any shape', () => {
    fc.assert(
      fc.property(cond, some(anyEvent, 6), (condition, events) => {
        for (const event of events) check(condition, event, false);
      }),
      { numRuns: runs(1500) },
    );
  });
});

test('every note that is not exact has a witness, and it tells the two apart', () => {
  let seen = 0;
  fc.assert(
    fc.property(aTest, (condition) => {
      const { text: rule, notes } = sigma.emit(ruleOf(condition), defaultEmitOptions);
      if (rule === undefined || notes.length === 0) return;
      const found = notes.map(({ witness }) => {
        const event = witness ?? {};
        return holds(condition, event) !== readDetection(rule)(event);
      });
      seen++;
      expect(found, `${JSON.stringify(notes)}\n${rule}`).toEqual(notes.map(() => true));
    }),
    { numRuns: runs(3000) },
  );
  expect(seen).toBeGreaterThan(runs(300));
});
