import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellOf, elementsOf } from './cell-of.ts';
import type { ColumnType } from './engine.ts';

const one = (value: unknown, type: ColumnType): unknown => {
  const fit = cellOf({ f: value }, 'f', type, false);
  return fit.kind === 'cell' ? fit.value : { misfit: fit.reason };
};
const list = (event: object, field: string, type: ColumnType = 'text'): unknown => {
  const fit = cellOf(event, field, type, true);
  return fit.kind === 'cell' ? fit.value : { misfit: fit.reason };
};

describe('finds a field in every spelling', () => {
  const spellings: readonly [object, readonly unknown[]][] = [
    [{ 'a.b.c': 1 }, [1]],
    [{ a: { b: { c: 1 } } }, [1]],
    [{ a: { 'b.c': 1 } }, [1]],
    [{ 'a.b': { c: 1 } }, [1]],
    [{ 'a.b.c': 1, a: { b: { c: 2 } }, 'a.b': { c: 3 } }, [2, 3, 1]],
    [{ a: [{ b: { c: 1 } }, { b: [{ c: [2, [3]] }, null, 'x'] }] }, [1, 2, 3]],
    [{ a: 'x', 'a.b': null }, []],
    [{ a: { b: { toString: 1 } } }, []],
  ];
  test.each(spellings)('%j', (event, found) => expect(elementsOf(event, 'a.b.c')).toEqual(found));

  test('what an object inherits is no field', () => expect(elementsOf({}, 'constructor.name')).toEqual([]));

  test('a hostile path and a deep event cost neither time nor stack', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(cellOf({ a: deep }, 'a', 'text', false)).toEqual({ kind: 'misfit', reason: 'type' });
    expect(cellOf({ a: deep }, 'a', 'json', false)).toEqual({ kind: 'misfit', reason: 'json' });
    expect(elementsOf({ a: deep }, '.'.repeat(1_000))).toEqual([]);
  });
});

describe('reads an element by the type of the column', () => {
  const cases: readonly [ColumnType, unknown, unknown][] = [
    ['text', 'x', 'x'],
    ['text', '', ''],
    ['text', 4625, '4625'],
    ['text', 1e21, '1000000000000000000000'],
    ['text', 1.5e-7, '0.00000015'],
    ['text', true, 'true'],
    ['text', { a: 1 }, { misfit: 'type' }],
    ['long', 5, 5],
    ['long', '-05', -5],
    ['long', '9007199254740993', 9007199254740993n],
    ['long', 2n ** 63n, { misfit: 'range' }],
    ['long', 1.5, { misfit: 'type' }],
    ['long', '1.0', { misfit: 'type' }],
    ['long', 'abc', { misfit: 'type' }],
    ['long', '', { misfit: 'type' }],
    ['long', true, { misfit: 'type' }],
    ['double', 1.5, 1.5],
    ['double', '1e3', 1000],
    ['double', '01', { misfit: 'type' }],
    ['double', '1e999', { misfit: 'range' }],
    ['double', 2n ** 53n + 1n, { misfit: 'range' }],
    ['double', -0, 0],
    ['double', Number.POSITIVE_INFINITY, { misfit: 'range' }],
    ['text', Number.POSITIVE_INFINITY, { misfit: 'range' }],
    ['json', [1, Number.POSITIVE_INFINITY], { misfit: 'json' }],
    ['boolean', false, false],
    ['boolean', 'true', true],
    ['boolean', 'True', { misfit: 'type' }],
    ['boolean', 1, { misfit: 'type' }],
    ['ip', '10.0.0.1', '10.0.0.1'],
    ['ip', '10.0.0.01', { misfit: 'type' }],
    ['version', '1.2', '1.2'],
    ['version', 1.2, { misfit: 'type' }],
    ['date', '2026-01-05T10:00:00+02:00', '2026-01-05T08:00:00.000Z'],
    ['date', 1500, '1970-01-01T00:00:01.500Z'],
    ['date', '1500', '1970-01-01T00:00:01.500Z'],
    ['date', '2026-01-05T10:00:00.123456Z', '2026-01-05T10:00:00.123456Z'],
    ['date', '2026-01-05T10:00:00.1234567Z', { misfit: 'precision' }],
    ['date', '2026-02-30', { misfit: 'type' }],
    ['date', 1e15, { misfit: 'range' }],
    ['json', { a: [2n ** 64n, null] }, '{"a":[18446744073709551616,null]}'],
    ['json', [], '[]'],
  ];
  test.each(cases)('%s %o', (type, value, found) => expect(one(value, type)).toEqual(found));
});

describe('lists', () => {
  test.each([
    [undefined, null],
    [null, null],
    [[], null],
    [[null], null],
    [['x'], 'x'],
    [['x', null], 'x'],
    [['x', 'x'], { misfit: 'several' }],
  ])('%j in a column for one', (value, found) => expect(one(value, 'text')).toEqual(found));

  test.each([
    [{}, null],
    [{ f: null }, null],
    [{ f: [] }, []],
    [{ f: [null] }, [null]],
    [{ f: 'x' }, ['x']],
    [{ f: ['x', null, ['y']] }, ['x', null, 'y']],
    [{ f: ['x', { y: 1 }] }, { misfit: 'type' }],
  ])('%j in a column for several', (event, found) => expect(list(event, 'f')).toEqual(found));

  test('a list of JSON keeps its elements as they are', () =>
    expect(list({ f: [[1], { a: null }, null] }, 'f', 'json')).toEqual(['[1]', '{"a":null}', null]));
});

test('a cell reads as itself again, whatever came', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true }),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
  );
  const types: readonly ColumnType[] = ['text', 'long', 'double', 'boolean', 'ip', 'version', 'date'];
  fc.assert(
    fc.property(scalar, fc.constantFrom(...types), (value, type) => {
      const fit = cellOf({ f: value }, 'f', type, false);
      if (fit.kind === 'cell') expect(cellOf({ f: fit.value }, 'f', type, false)).toEqual(fit);
    }),
  );
});
