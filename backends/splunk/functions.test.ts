import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { literal, textLiteral } from '../../src/ir/build.ts';
import type { Call, FunctionId, Literal, Value } from '../../src/ir/value.ts';
import { layout } from '../../src/target/layout.ts';
import { runs } from '../../test/seed.ts';
import { runExpression } from './run-expression.test-support.ts';
import { newScope } from './scope.ts';
import { emitTest, emitValue } from './value.ts';

const field = (name: string): Value => ({ kind: 'field', name, type: 'text', list: false });

function constant(value: Scalar | number): Literal {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'boolean') return literal({ type: 'boolean', value });
  return value === null ? literal({ type: 'null' }) : literal({ type: 'integer', value: BigInt(Number(value)) });
}

const callOf = (fn: FunctionId, rest: readonly Value[], caseRule: Call['caseRule'] = 'exact'): Call => ({
  kind: 'call',
  fn,
  args: [field('f'), ...rest],
  caseRule,
});

/** What the emitted expression gives for a text. */
function run(call: Call, event: Readonly<Record<string, string>>): unknown {
  const scope = newScope(undefined);
  const isTest = functions[call.fn].returns === 'boolean';
  const { frag } = isTest ? emitTest(scope, call) : emitValue(scope, call);
  expect(scope.notes.filter(({ effect }) => effect === 'unsupported')).toEqual([]);
  const found = runExpression(layout(frag).text, event);
  return isTest ? found === true : found;
}

function meant(call: Call, event: Readonly<Record<string, string>>): unknown {
  const args = call.args.map((arg) =>
    arg.kind === 'literal' ? constantScalar(arg) : (event[(arg as { name: string }).name] ?? null),
  );
  const value = functions[call.fn].evaluate(args, call.caseRule);
  if (functions[call.fn].returns === 'boolean') return value === true;
  return typeof value === 'bigint' ? Number(value) : value;
}

const constantScalar = (node: Literal): Scalar => (node.type === 'null' ? null : (node as { value: Scalar }).value);

const small = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '\\', '"', '\u{1f600}'), maxLength: 7 });
const place = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(null));
const rule = fc.constantFrom('exact' as const, 'ascii' as const);
const event = fc.oneof(
  small.map((f) => ({ f })),
  fc.constant({}),
);

describe('the text of a function gives what the function means', () => {
  test('substring', () => {
    fc.assert(
      fc.property(event, place, place, fc.boolean(), (given, from, to, short) => {
        const call = callOf('substring', short ? [constant(from)] : [constant(from), constant(to)]);
        expect(run(call, given)).toBe(meant(call, given));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('substring up to a place that is computed', () => {
    const size: Value = { kind: 'call', fn: 'length', args: [field('f')], caseRule: 'exact' };
    fc.assert(
      fc.property(event, fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 3 }), (given, less, from) => {
        const end: Value = { kind: 'call', fn: 'subtract', args: [size, constant(less)], caseRule: 'exact' };
        const expected = callOf('substring', [
          constant(from),
          constant('f' in given ? [...given.f].length - less : null),
        ]);
        expect(run(callOf('substring', [constant(from), end]), given)).toBe(meant(expected, given));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('index-of, between, length', () => {
    fc.assert(
      fc.property(
        event,
        small,
        small,
        fc.integer({ min: -2, max: 5 }),
        fc.boolean(),
        rule,
        (given, a, b, start, greedy, folds) => {
          const calls = [
            callOf('length', []),
            callOf('between', [constant(a), constant(b), constant(greedy)], folds),
            ...(a === '' ? [] : [callOf('index-of', [constant(a), constant(start)], folds)]),
          ];
          for (const call of calls) expect(run(call, given), call.fn).toBe(meant(call, given));
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  test('starts-with and ends-with of two fields', () => {
    const pair = fc.record({ f: small, g: small }, { requiredKeys: [] });
    fc.assert(
      fc.property(pair, fc.constantFrom('starts-with' as const, 'ends-with' as const), rule, (given, fn, folds) => {
        const call = callOf(fn, [field('g')], folds);
        const clean = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
          string,
          string
        >;
        expect(run(call, clean)).toBe(meant(call, clean));
      }),
      { numRuns: runs(1000) },
    );
  });

  test('concat is absent where a part is', () => {
    const call = callOf('concat', [constant('-'), field('g')]);
    expect(run(call, { f: 'a', g: '1' })).toBe('a-1');
    expect(run(call, { f: 'a' })).toBe(null);
  });

  test('division and rest of whole numbers', () => {
    const whole = (name: string): Value => ({ kind: 'field', name, type: 'long', list: false });
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -7, max: 7 }), (a, b) => {
        for (const fn of ['divide', 'modulo', 'add', 'subtract', 'multiply'] as const) {
          const call: Call = { kind: 'call', fn, args: [whole('f'), whole('g')], caseRule: 'exact' };
          const value = functions[fn].evaluate([BigInt(a), BigInt(b)], 'exact');
          const found = run(call, { f: String(a), g: String(b) });
          expect(found === null ? null : Number(found) + 0, fn).toBe(value === null ? null : Number(value));
        }
      }),
    );
  });
});

test('functions in functions do not grow without end', () => {
  let value = field('f');
  for (let i = 0; i < 40; i++)
    value = { kind: 'call', fn: 'substring', args: [value, constant(0), constant(-1)], caseRule: 'exact' };
  const scope = newScope(undefined);
  emitValue(scope, value);
  expect(scope.notes.some(({ effect }) => effect === 'unsupported')).toBe(true);
});
