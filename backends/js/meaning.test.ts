import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../src/eval/cond.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { functions } from '../../src/functions/index.ts';
import { and, leaf, literal, not, or } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { type Pattern, pattern, wildcardPattern } from '../../src/ir/pattern.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type {
  CaseRule,
  CompareOp,
  Constant,
  Field,
  FieldType,
  FunctionId,
  Literal,
  Network,
  Value,
} from '../../src/ir/value.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { js } from './index.ts';
import { load } from './load-module.test-support.ts';
import { compilePredicate } from './predicate.ts';

const field = (name: string, type: FieldType): Field => ({ kind: 'field', name, type, list: false });

const FIELDS: readonly Field[] = [
  field('a', 'text'),
  field('process.name', 'text'),
  field('process.args', 'text'),
  field('process.pid', 'long'),
  field('d.e.f', 'double'),
  field('flag', 'boolean'),
  field('source.ip', 'ip'),
  field('@timestamp', 'date'),
  field('agent.version', 'version'),
  field('x', 'unknown'),
  field('x.y', 'unknown'),
  field('__proto__', 'text'),
  field('constructor.name', 'unknown'),
];

const TEXTS = [
  '',
  'a',
  'A',
  'ab',
  'aB',
  'cmd.exe',
  'CMD.EXE',
  'C:\\x\\cmd.exe',
  'k',
  '\u212a',
  'ſ',
  'é',
  'É',
  'ß',
  'ẞ',
  'Σ',
  'ς',
  'σ',
  '😀',
  '😀a😀',
  '😀😀b',
  'a b',
  'ab b',
  'b\n',
  'a\n\nb',
  '\n',
  '\ud83d',
  '\ude00',
  'a\nb',
  '4',
  '04',
  '4.0',
  '4.5',
  '-1',
  '1e3',
  'true',
  'TRUE',
  'false',
  '10.1.2.3',
  '::1',
  '0:0:0:0:0:0:0:1',
  '192.168.0.1',
  '1.2.3',
  '1.2.3-rc.1',
  '1.2',
  '2024-01-01',
  '2024-01-01T00:00:00Z',
  '1704067200000',
  'a'.repeat(50),
  "'",
  '`',
  '"',
  '</script>',
  '\u2028',
  '$&',
  '*',
  '?',
  'Object',
  '123456789012345678901234567890',
];
const NUMBERS = [0, -0, 1, 4, -1, 4.5, 1e3, 2 ** 53, 1e21, 1e-7, 1704067200000];
const WHOLES = [0n, 1n, 4n, -1n, 5n, 2n ** 53n, 2n ** 64n + 1n, 1704067200000n];

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const scalar = fc.oneof(
  { weight: 5, arbitrary: text },
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...WHOLES),
  fc.boolean(),
  fc.constant(null),
);
const element: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }),
);

const own = (node: object, key: string): unknown => (Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined);

function set(node: object, key: string, value: unknown): void {
  Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Sets a field in one of the spellings: `cuts` says at which dots the name goes on as a nested object. */
function place(event: object, name: string, value: unknown, cuts: number, listed: boolean): void {
  const [first = '', ...parts] = name.split('.');
  let node = event;
  let key = first;
  for (const [i, part] of parts.entries()) {
    if ((cuts >> i) & 1) {
      const known = own(node, key);
      const inner = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : {};
      set(node, key, listed ? [inner, 7] : inner);
      node = inner;
      key = part;
    } else key += `.${part}`;
  }
  set(node, key, value);
}

const event: fc.Arbitrary<Event> = fc
  .array(
    fc.record({
      name: fc.constantFrom(...FIELDS.map(({ name }) => name)),
      value: element,
      cuts: fc.nat(7),
      listed: fc.boolean(),
    }),
    { maxLength: 14 },
  )
  .map((rows) => {
    const made: Record<string, unknown> = {};
    for (const { name, value, cuts, listed } of rows) place(made, name, value, cuts, listed);
    return made;
  });

const constants: { readonly [T in FieldType]: fc.Arbitrary<Constant> } = {
  text: text.map((value) => ({ type: 'text', value })),
  long: fc.oneof(
    fc.constantFrom(...WHOLES).map((value): Constant => ({ type: 'integer', value })),
    fc.constantFrom(...NUMBERS).map((value): Constant => ({ type: 'real', value })),
  ),
  double: fc.oneof(
    fc.constantFrom(...NUMBERS).map((value): Constant => ({ type: 'real', value })),
    fc.constantFrom(...WHOLES).map((value): Constant => ({ type: 'integer', value })),
  ),
  boolean: fc.boolean().map((value) => ({ type: 'boolean', value })),
  ip: fc.constantFrom('10.1.2.3', '::1').map((value) => ({ type: 'text', value })),
  date: fc.constantFrom(0n, 1704067200000000000n, 1704067200000000001n).map((value) => ({ type: 'date', value })),
  version: fc.constantFrom('1.2.3', '1.2.3-rc.1', '1.3', 'x').map((value) => ({ type: 'version', value })),
  unknown: fc.oneof(
    text.map((value): Constant => ({ type: 'text', value })),
    fc.constantFrom(...WHOLES).map((value): Constant => ({ type: 'integer', value })),
    fc.constantFrom(...NUMBERS).map((value): Constant => ({ type: 'real', value })),
    fc.boolean().map((value): Constant => ({ type: 'boolean', value })),
  ),
};
const anyConstant: fc.Arbitrary<Constant> = fc.oneof(
  ...Object.values(constants),
  fc.constant<Constant>({ type: 'null' }),
);

/** Mostly a literal of the subject's type, at times of any. */
const literalFor = (type: FieldType): fc.Arbitrary<Literal> =>
  fc
    .oneof({ weight: 6, arbitrary: constants[type] }, { weight: 1, arbitrary: anyConstant })
    .map((value) => literal(value));

const caseRule = fc.constantFrom<CaseRule>('exact', 'ascii', 'simple');
const op = fc.constantFrom<CompareOp>('eq', 'eq', 'ne', 'lt', 'lte', 'gt', 'gte');
const aField = fc.constantFrom(...FIELDS);

const PATTERNS = [
  '*',
  '?',
  '*?',
  'a*',
  '*a',
  '*a*',
  'A?',
  '?B',
  '*\\cmd.exe',
  'c:*',
  '*:\\*\\*.EXE',
  '?:\\x\\*',
  'k',
  '*k',
  'É',
  '*s*',
  '*😀',
  '?a?',
  '',
  'a*a*a',
  '*a?',
  '??',
  'cmd.???',
  '*?a',
  '*😀?b',
  '*?b',
  '*\ude00',
  '\ud83d*',
  '*\ude00*',
];
const aPattern: fc.Arbitrary<Pattern> = fc.oneof(
  fc.constantFrom(...PATTERNS).map(wildcardPattern),
  fc
    .array(
      fc.oneof(
        text.map((value) => ({ kind: 'lit' as const, text: value })),
        fc.constant({ kind: 'any' as const }),
        fc.constant({ kind: 'one' as const }),
      ),
      { maxLength: 5 },
    )
    .map(pattern),
);

const regexOf = (source: string, flavour: 'lucene' | 'pcre', rule: CaseRule): Regex[] => {
  const { regex } = parseRegex(Slice.verbatim(new SourceText('t', source)), {
    flavour,
    anchoring: flavour === 'lucene' ? 'whole' : 'search',
    caseRule: rule,
  });
  return regex ? [regex] : [];
};
const LUCENE = [
  'a.*',
  '.*',
  'cmd\\.exe',
  '(a|ab)(c|bcd)*',
  '[a-z]+',
  '.',
  '~(a.*)',
  '<1-10>',
  'a{2,5}',
  '[^a]',
  'k',
  '.*\\\\cmd.*e',
  '(a*)*',
  'a?b?',
  '@&.*b',
  's+',
];
const PCRE = [
  'a',
  '^a',
  'a$',
  '\\bcmd\\b',
  '^$',
  '(?i)CMD',
  '\\d+',
  'a.b',
  '(?s)a.b',
  '\\w+\\.exe$',
  '(?m)^b$',
  '\\Bb',
  '[^\\n]{3}',
  'é',
  '(a|b)+?c?',
  '😀$',
  'b$',
  '\\bb',
  'a \\bb',
  '(?m)^$',
];
const REGEXES: readonly Regex[] = (['exact', 'ascii', 'simple'] as const).flatMap((rule) => [
  ...LUCENE.flatMap((source) => regexOf(source, 'lucene', rule)),
  ...PCRE.flatMap((source) => regexOf(source, 'pcre', rule)),
]);

const NETWORKS: readonly Network[] = [
  { family: 4, bits: 0x0a000000n, prefix: 8, text: '10.0.0.0/8' },
  { family: 4, bits: 0n, prefix: 0, text: '0.0.0.0/0' },
  { family: 4, bits: 0xc0a80001n, prefix: 32, text: '192.168.0.1/32' },
  { family: 6, bits: 1n, prefix: 128, text: '::1/128' },
  { family: 6, bits: 0n, prefix: 0, text: '::/0' },
];

const some = <T>(one: fc.Arbitrary<T>, maxLength: number) => fc.array(one, { minLength: 1, maxLength });

const { value: anyValue, boolean: booleanValue } = fc.letrec<{ value: Value; boolean: Value; subject: Value }>(
  (tie) => {
    const call = fc.constantFrom(...Object.values(functions)).chain((spec): fc.Arbitrary<Value> => {
      const required = spec.params.filter((param) => !param.optional).length;
      const length = { minLength: required, maxLength: spec.variadic ? 3 : spec.params.length };
      return fc.record({ args: fc.array(tie('subject'), length), caseRule }).map(
        ({ args, caseRule: rule }): Value => ({
          kind: 'call',
          fn: spec.id satisfies FunctionId,
          args,
          caseRule: spec.folds ? rule : 'exact',
        }),
      );
    });
    return {
      subject: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        { weight: 4, arbitrary: aField },
        { weight: 2, arbitrary: anyConstant.map((value): Value => literal(value)) },
        { weight: 2, arbitrary: call },
        { weight: 1, arbitrary: tie('boolean') },
      ),
      boolean: fc.oneof(
        {
          weight: 4,
          arbitrary: aField.chain((left) =>
            fc
              .record({ op, right: literalFor(left.type), caseRule })
              .map((row): Value => ({ kind: 'compare', left, ...row })),
          ),
        },
        {
          weight: 2,
          arbitrary: aField.chain((subject) =>
            fc
              .record({ options: some(literalFor(subject.type), 6), caseRule })
              .map((row): Value => ({ kind: 'one-of', subject, ...row })),
          ),
        },
        {
          weight: 1,
          arbitrary: fc
            .record({ op, left: tie('subject'), right: tie('subject'), caseRule })
            .map((row): Value => ({ kind: 'compare', ...row })),
        },
        {
          weight: 1,
          arbitrary: fc
            .record({ subject: tie('subject'), options: some(literalFor('unknown'), 4), caseRule })
            .map((row): Value => ({ kind: 'one-of', ...row })),
        },
        {
          weight: 4,
          arbitrary: fc
            .record({ subject: tie('subject'), patterns: some(aPattern, 6), caseRule })
            .map((row): Value => ({ kind: 'match', ...row })),
        },
        {
          weight: 2,
          arbitrary: fc
            .record({ subject: tie('subject'), regexes: some(fc.constantFrom(...REGEXES), 2) })
            .map((row): Value => ({ kind: 'regex', ...row })),
        },
        {
          weight: 1,
          arbitrary: fc
            .record({ subject: tie('subject'), networks: some(fc.constantFrom(...NETWORKS), 3) })
            .map((row): Value => ({ kind: 'cidr', ...row })),
        },
        { weight: 1, arbitrary: call },
        { weight: 1, arbitrary: fc.constantFrom(...FIELDS.filter(({ type }) => type === 'boolean')) },
      ),
      value: fc.oneof(tie('subject'), tie('boolean')),
    };
  },
);

const keyword: fc.Arbitrary<Cond> = fc.oneof(
  fc
    .record({ patterns: some(aPattern, 2), caseRule })
    .map((row): Cond => ({ kind: 'keyword', test: { kind: 'match', ...row } })),
  some(fc.constantFrom(...REGEXES), 2).map((regexes): Cond => ({ kind: 'keyword', test: { kind: 'regex', regexes } })),
);

const { cond } = fc.letrec<{ cond: Cond }>((tie) => ({
  cond: fc.oneof(
    { maxDepth: 4 },
    { weight: 6, arbitrary: booleanValue.map((value) => leaf(value)) },
    { weight: 1, arbitrary: anyValue.map((value): Cond => ({ kind: 'has-value', value })) },
    { weight: 1, arbitrary: aField.map((found): Cond => ({ kind: 'has-key', field: found })) },
    { weight: 1, arbitrary: keyword },
    { weight: 2, arbitrary: some(tie('cond'), 3).map((all) => and(all)) },
    { weight: 2, arbitrary: some(tie('cond'), 3).map((any) => or(any)) },
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

async function agree(condition: Cond, events: readonly Event[]): Promise<void> {
  const rule = ruleOf(condition);
  const emission = js.emit(rule, defaultEmitOptions);
  const predicate = compilePredicate(rule);
  if (typeof predicate !== 'function' || emission.text === undefined) throw new Error('no output');
  const { matches } = await load(emission.text);
  for (const found of events) {
    const meant = holds(condition, found);
    if (matches(found) !== meant) throw new Error(`module ${!meant}, meant ${meant}\n${emission.text}`);
    expect(predicate(found), 'predicate').toBe(meant);
  }
}

describe('module and predicate mean what the oracle says', () => {
  test('random conditions on random events', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(cond, fc.array(event, { minLength: 8, maxLength: 8 }), agree), {
      numRuns: Number(process.env.RUNS ?? runs(400)),
    });
  });

  test('random leaves on random events', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(booleanValue, fc.array(event, { minLength: 8, maxLength: 8 }), (value, events) =>
        agree(leaf(value), events),
      ),
      { numRuns: Number(process.env.RUNS ?? runs(400)) },
    );
  });
});
