import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type KustoService, type KustoServiceTable, loadKustoService } from '../../src/engines/kusto-service.ts';
import { and, leaf, not, or } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { type Pattern, type PatternPart, pattern } from '../../src/ir/pattern.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { CaseRule, CompareOp, Field, FieldType, Literal, Network, Value } from '../../src/ir/value.ts';
import { fieldsOfQuery } from '../../src/ir/walk.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { columnType } from './columns.ts';
import { kusto } from './index.ts';

let service: KustoService;
beforeAll(async () => {
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
});

const names = fc.constantFrom(
  'a.b',
  'where',
  "it's",
  'x"] | take 1 //',
  '@timestamp2',
  'lookback',
  '_hits1',
  '_element1',
  'Ä b-c',
  'a\\b',
  '__proto__',
  'constructor',
);
const texts = fc.constantFrom(
  '',
  'a',
  'Ask',
  'C:\\x"y\\',
  '\n',
  'é',
  '%s*?',
  '\0',
  '\u{1f600}',
  "'; //",
  '```',
  '\ud800',
);
const rules = fc.constantFrom<CaseRule>('exact', 'ascii', 'simple');
const ops = fc.constantFrom<CompareOp>('eq', 'ne', 'lt', 'lte', 'gt', 'gte');

/** A field keeps its type, so that two leaves agree on its column. */
const fieldOf = (type: FieldType, list = false): fc.Arbitrary<Field> =>
  names.map((name) => ({
    kind: 'field',
    name: `${name} ${type}${list ? ' list' : ''}`.replace('__proto__ text', '__proto__'),
    type,
    list,
  }));

const literalOf: { readonly [T in FieldType]: fc.Arbitrary<Literal> } = {
  text: texts.map((value) => ({ kind: 'literal', type: 'text', value })),
  ip: fc.constant({ kind: 'literal', type: 'text', value: '10.0.0.1' }),
  unknown: fc.oneof(
    texts.map((value): Literal => ({ kind: 'literal', type: 'text', value })),
    fc.bigInt(-5n, 5n).map((value): Literal => ({ kind: 'literal', type: 'integer', value })),
    fc.constant<Literal>({ kind: 'literal', type: 'real', value: 1.5 }),
    fc.boolean().map((value): Literal => ({ kind: 'literal', type: 'boolean', value })),
  ),
  long: fc.oneof(
    fc.bigInt(-(2n ** 65n), 2n ** 65n).map((value): Literal => ({ kind: 'literal', type: 'integer', value })),
    fc
      .constantFrom<bigint>(0n, -1n, -(2n ** 63n))
      .map((value): Literal => ({ kind: 'literal', type: 'integer', value })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value): Literal => ({ kind: 'literal', type: 'real', value })),
  ),
  double: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ kind: 'literal', type: 'real', value })),
  boolean: fc.boolean().map((value) => ({ kind: 'literal', type: 'boolean', value })),
  date: fc.bigInt(-(2n ** 68n), 2n ** 68n).map((value) => ({ kind: 'literal', type: 'date', value })),
  version: fc.constant({ kind: 'literal', type: 'version', value: '1.2.3' }),
};
const types = fc.constantFrom<FieldType>('text', 'ip', 'unknown', 'long', 'double', 'boolean', 'date', 'version');

const textValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: fieldOf('text') },
  fieldOf('unknown'),
  fieldOf('text', true),
  fc
    .tuple(fieldOf('text'), fieldOf('long'))
    .map(([a, b]): Value => ({ kind: 'call', fn: 'concat', args: [a, b], caseRule: 'exact' })),
  fc.tuple(fieldOf('text'), fc.bigInt(-3n, 3n), fc.bigInt(-3n, 3n)).map(
    ([a, from, to]): Value => ({
      kind: 'call',
      fn: 'substring',
      args: [a, { kind: 'literal', type: 'integer', value: from }, { kind: 'literal', type: 'integer', value: to }],
      caseRule: 'exact',
    }),
  ),
  fc.tuple(fieldOf('text'), texts, texts, rules).map(
    ([a, left, right, caseRule]): Value => ({
      kind: 'call',
      fn: 'between',
      args: [a, { kind: 'literal', type: 'text', value: left }, { kind: 'literal', type: 'text', value: right }],
      caseRule,
    }),
  ),
);
const numberValue: fc.Arbitrary<Value> = fc.oneof(
  fieldOf('long'),
  fieldOf('double'),
  fieldOf('long', true),
  textValue.map((text): Value => ({ kind: 'call', fn: 'length', args: [text], caseRule: 'exact' })),
  fc.tuple(textValue, texts, rules).map(
    ([text, value, caseRule]): Value => ({
      kind: 'call',
      fn: 'index-of',
      args: [text, { kind: 'literal', type: 'text', value }],
      caseRule,
    }),
  ),
  textValue.map((text): Value => ({ kind: 'call', fn: 'number', args: [text], caseRule: 'exact' })),
  fc
    .tuple(
      fieldOf('long'),
      fc.oneof(fieldOf('long'), literalOf.long),
      fc.constantFrom('add', 'subtract', 'multiply', 'divide', 'modulo'),
    )
    .map(([a, b, fn]): Value => ({ kind: 'call', fn, args: [a, b], caseRule: 'exact' })),
);

const parts: fc.Arbitrary<PatternPart> = fc.oneof(
  texts.map((text): PatternPart => ({ kind: 'lit', text })),
  fc.constantFrom<PatternPart>({ kind: 'any' }, { kind: 'one' }),
);
const patterns: fc.Arbitrary<Pattern> = fc.array(parts, { maxLength: 4 }).map(pattern);
const networks = fc.constantFrom<Network>(
  { family: 4, bits: 0x0a000000n, prefix: 8, text: '10.0.0.0/8' },
  { family: 4, bits: 0x7f000001n, prefix: 32, text: '127.0.0.1/32' },
  { family: 6, bits: 1n, prefix: 128, text: '::1/128' },
  { family: 6, bits: 0n, prefix: 0, text: '::/0' },
);

const tests: fc.Arbitrary<Value> = fc.oneof(
  types.chain((type) =>
    fc
      .tuple(fieldOf(type), literalOf[type], ops, rules)
      .map(([left, right, op, caseRule]): Value => ({ kind: 'compare', op, left, right, caseRule })),
  ),
  types.chain((type) =>
    fc
      .tuple(
        fieldOf(type, type === 'text' || type === 'long'),
        fc.array(literalOf[type], { minLength: 1, maxLength: 3 }),
        rules,
      )
      .map(([subject, options, caseRule]): Value => ({ kind: 'one-of', subject, options, caseRule })),
  ),
  fc
    .tuple(numberValue, numberValue, ops)
    .map(([left, right, op]): Value => ({ kind: 'compare', op, left, right, caseRule: 'exact' })),
  fc
    .tuple(textValue, fc.array(patterns, { minLength: 1, maxLength: 3 }), rules)
    .map(([subject, list, caseRule]): Value => ({ kind: 'match', subject, patterns: list, caseRule })),
  fc
    .tuple(textValue, textValue, rules, fc.constantFrom('starts-with', 'ends-with', 'string-contains'))
    .map(([a, b, caseRule, fn]): Value => ({ kind: 'call', fn, args: [a, b], caseRule })),
  fc
    .tuple(fc.oneof(fieldOf('ip'), textValue), fc.array(networks, { minLength: 1, maxLength: 4 }))
    .map(([subject, list]): Value => ({ kind: 'cidr', subject, networks: list })),
  fieldOf('boolean'),
);

const conds: fc.Arbitrary<Cond> = fc.letrec<{ cond: Cond }>((tie) => ({
  cond: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tests.map((value) => leaf(value)),
    fc.oneof(textValue, numberValue, fieldOf('date')).map((value): Cond => ({ kind: 'has-value', value })),
    fc.array(tie('cond'), { minLength: 2, maxLength: 3 }).map((list) => and(list)),
    fc.array(tie('cond'), { minLength: 2, maxLength: 3 }).map((list) => or(list)),
    tie('cond').map((inner) => not(inner)),
  ),
})).cond;

const ruleOf = (condition: Cond): Rule => ({
  metadata: { name: 'x */ \n // y' },
  language: 'sigma',
  taxonomy: 'sigma',
  source: { path: '', index: 0 },
  time: { timestamp: '@timestamp' },
  query: { kind: 'event', filter: { condition }, pipes: [{ kind: 'tail', count: 3n }] },
});

function tableOf({ query }: Rule): KustoServiceTable {
  const columns = fieldsOfQuery(query).map((field) => ({ name: field.name, type: columnType(field) }));
  return { name: 'Events', columns: [{ name: '@timestamp', type: 'datetime' }, ...columns] };
}

describe('rules of every make', () => {
  it("bind in Microsoft's parser, or say why they are not written", () => {
    let written = 0;
    fc.assert(
      fc.property(conds, (condition) => {
        const rule = ruleOf(condition);
        const { text, notes } = kusto.emit(rule, defaultEmitOptions);
        const refused = notes.filter((note) => note.effect === 'unsupported');
        expect(text === undefined).toBe(refused.length > 0);
        for (const note of notes) if (note.effect !== 'unsupported') expect(note.witness).toBeDefined();
        if (text === undefined) return;
        written++;
        const table = tableOf(rule);
        const found = service.check(text, [table]);
        expect([text, found.diagnostics, found.hasSemantics]).toEqual([text, [], true]);
        expect(new Set(found.resultColumns.map((column) => column.name))).toEqual(
          new Set(table.columns.map((column) => column.name)),
        );
      }),
      { numRuns: runs(200) },
    );
    expect(written).toBeGreaterThan(runs(50));
  }, 120_000);

  it('nests thousands of terms without depth', () => {
    const field: Field = { kind: 'field', name: 'n', type: 'long', list: false };
    const terms = Array.from({ length: 2500 }, (_, i) =>
      leaf({
        kind: 'compare',
        op: 'gt',
        left: field,
        right: { kind: 'literal', type: 'integer', value: BigInt(i) },
        caseRule: 'exact',
      }),
    );
    const rule = ruleOf(or(terms));
    const { text = '' } = kusto.emit(rule, defaultEmitOptions);
    const found = service.check(text, [tableOf(rule)]);
    expect(found).toMatchObject({ diagnostics: [], hasSemantics: true });
    expect(found.maxDepth).toBeLessThan(300);
  }, 60_000);

  it('looks for thousands of texts in one field without depth', () => {
    const subject: Field = { kind: 'field', name: 'f', type: 'text', list: false };
    const patterns = Array.from(
      { length: 3000 },
      (_, i): Pattern => [{ kind: 'any' }, { kind: 'lit', text: `x${i}` }, { kind: 'any' }],
    );
    const rule = ruleOf(leaf({ kind: 'match', subject, patterns, caseRule: 'simple' }));
    const found = service.check(kusto.emit(rule, defaultEmitOptions).text ?? '', [tableOf(rule)]);
    expect(found).toMatchObject({ diagnostics: [], hasSemantics: true });
    expect(found.maxDepth).toBeLessThan(300);
  }, 60_000);

  it('writes 40 kB literals and 10,000 patterns in linear time', () => {
    const field: Field = { kind: 'field', name: 'f', type: 'text', list: true };
    const long: Pattern = [
      { kind: 'lit', text: 'a'.repeat(40_000) },
      { kind: 'any' },
      { kind: 'lit', text: 'a'.repeat(40_000) },
    ];
    const many: Pattern[] = Array.from({ length: 10_000 }, (_, i) => [
      { kind: 'lit', text: `sk${i}` },
      { kind: 'any' },
    ]);
    const start = cpuTime();
    for (const list of [true, false]) {
      const condition = leaf({
        kind: 'match',
        subject: { ...field, list },
        patterns: [long, ...many],
        caseRule: 'ascii',
      });
      expect(kusto.emit(ruleOf(condition), defaultEmitOptions).text).toBeDefined();
    }
    expect(cpuTime() - start).toBeLessThan(8_000);
  });
});
