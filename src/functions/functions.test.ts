import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import type { Scalar } from './function.ts';
import { functions } from './index.ts';

const specs = Object.values(functions);

describe.each(specs)('$id', (spec) => {
  test.each(spec.examples)('$args gives $gives', ({ args, gives, caseRule }) => {
    expect(spec.evaluate(args, caseRule ?? 'exact')).toStrictEqual(gives);
  });

  test('takes anything for an argument and never throws', () => {
    const scalar = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '0x', '-', '1.', 'true', '9'.repeat(500)),
      fc.bigInt(),
      fc.double(),
      fc.boolean(),
      fc.record({ kind: fc.constant('instant' as const), nanos: fc.bigInt() }),
      fc.record({ kind: fc.constant('version' as const), text: fc.string() }),
      fc.constantFrom(null, undefined),
    );
    const args = fc.array(scalar, { maxLength: spec.params.length });
    fc.assert(
      fc.property(args, fc.constantFrom('exact' as const, 'ascii' as const, 'simple' as const), (given, rule) => {
        const value = spec.evaluate(given, rule);
        const types = { text: 'string', integer: 'bigint', number: 'bigint|number', boolean: 'boolean' };
        if (value !== null) expect(types[spec.returns]).toContain(typeof value);
      }),
    );
  });
});

test('ids are the keys, names are different', () => {
  expect(specs.map((spec) => spec.id)).toEqual(Object.keys(functions));
  const names = specs.flatMap((spec) => spec.eqlName?.toLowerCase() ?? []);
  expect(new Set(names).size).toBe(names.length);
});

test('substring, indexOf and length agree about positions', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, start) => {
      const head = functions.substring.evaluate([text, 0n, BigInt(start)], 'exact');
      const tail = functions.substring.evaluate([text, BigInt(start)], 'exact');
      expect(`${head}${tail}`).toBe(text);
      if (tail !== '') expect(functions['index-of'].evaluate([text, tail, BigInt(start)], 'exact')).toBe(BigInt(start));
      expect(functions.length.evaluate([text], 'exact')).toBe(BigInt([...text].length));
    }),
  );
});

test('digits in any base read as JavaScript reads them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 36 }), fc.bigInt(), (base, value) => {
      expect(functions.number.evaluate([value.toString(base), BigInt(base)], 'exact')).toBe(value);
    }),
  );
});

test('a text of a megabyte is no trouble', () => {
  const long = 'ab'.repeat(500_000);
  const begin = cpuTime();
  for (const spec of specs) spec.evaluate([long, long, 'x', true].slice(0, spec.params.length), 'simple');
  functions.number.evaluate(['6'.repeat(1_000_000), 7n], 'exact');
  expect(cpuTime() - begin).toBeLessThan(4000);
});

interface SuiteCase {
  readonly suite: string;
  readonly name: string;
  readonly dialect: string;
  readonly fn: string;
  readonly expr: string;
  readonly arguments: readonly (string | number | boolean | null | { readonly field: string })[];
  readonly case: 'sensitive' | 'insensitive';
  readonly fields?: Readonly<Record<string, string | number>>;
  readonly expected?: string | number | boolean | null;
  readonly expected_error?: unknown;
}

const corpus = new URL('../../../shared/corpus/eql/string_functions.json', import.meta.url);

/** Whole numbers are bigint; JSON does not tell 3.0 from 3, so the expression's text does. */
function argument(value: SuiteCase['arguments'][number], { fields = {}, expr }: SuiteCase): Scalar {
  const given = typeof value === 'object' && value !== null ? (fields[value.field] ?? null) : value;
  const whole = typeof given === 'number' && Number.isInteger(given) && !expr.includes(`${given}.0`);
  return whole ? BigInt(given) : given;
}

test.skipIf(!existsSync(corpus))("Elasticsearch's own function cases", () => {
  const cases = (JSON.parse(readFileSync(corpus, 'utf8')) as SuiteCase[]).filter(
    (found) => found.dialect === 'elasticsearch' && found.fn !== 'cidrMatch' && !('expected_error' in found),
  );
  const byName = new Map(specs.map((spec) => [spec.eqlName?.toLowerCase(), spec]));
  const wrong: unknown[] = [];
  for (const found of cases) {
    const written = /^([a-z]+)~?/i.exec(found.expr)?.[1]?.toLowerCase() ?? '';
    const args = found.arguments.map((value) => argument(value, found));
    const value = byName.get(written)?.evaluate(args, found.case === 'insensitive' ? 'ascii' : 'exact');
    const plain = typeof value === 'bigint' ? Number(value) : value;
    if (plain !== found.expected) wrong.push([found.name, found.expr, value, found.expected]);
  }
  expect(cases.length).toBeGreaterThan(140);
  expect(wrong).toEqual([]);
});
