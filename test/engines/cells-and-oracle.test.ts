import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellOf, elementsOf } from '../../src/engines/cell-of.ts';
import type { ColumnType } from '../../src/engines/engine.ts';
import { storedMicros } from '../../src/engines/instant.ts';
import { plainDecimal } from '../../src/engines/plain-decimal.ts';
import { readField } from '../../src/eval/read-field.ts';
import { plainDecimal as plainDecimalOfFunctions } from '../../src/functions/decimal.ts';
import { runs } from '../seed.ts';

// A typed table may stand for the events only if its cells hold what the oracle reads.

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom(
    'true',
    '5',
    '-07',
    '1.5',
    '1e3',
    '10.0.0.1',
    '::1',
    '10.0.0.01',
    '2026-01-05',
    '1.2.3',
    '2026-01-05T09:00:00.123456Z',
  ),
);
const scalar = fc.oneof(
  text,
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.oneof(scalar, fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxLength: 3 }));
const event = fc.oneof(
  value.map((b) => ({ a: { b } })),
  value.map((b) => ({ 'a.b': b })),
  fc.tuple(value, value).map(([x, y]) => ({ 'a.b': x, a: [{ b: y }, { c: x }] })),
);

type ScalarType = Exclude<ColumnType, 'json'>;

/** An element of a cell and of the oracle in one spelling. */
const asWord: { readonly [T in ScalarType]: (cell: unknown) => string } = {
  text: String,
  long: String,
  double: (cell) => String(Number(cell)),
  boolean: String,
  date: (cell) => String(storedMicros(cell) * 1000n),
  ip: String,
  version: String,
};

function wordOfOracle(type: ScalarType, read: unknown): string {
  if (typeof read !== 'object' || read === null) return type === 'double' ? String(Number(read)) : String(read);
  return 'nanos' in read ? String(read.nanos) : 'text' in read ? String(read.text) : '?';
}

test('a list cell holds what the oracle reads, and a misfit is an event that it reads otherwise or a table can not hold', () => {
  const seen = { cell: 0, type: 0 };
  fc.assert(
    fc.property(event, fc.constantFrom(...(Object.keys(asWord) as ScalarType[])), (events, type) => {
      const read = readField(events, { name: 'a.b', type });
      const fit = cellOf(events, 'a.b', type, true);
      if (fit.kind === 'misfit') {
        if (fit.reason === 'type') expect(read.length).toBeLessThan(elementsOf(events, 'a.b').length);
        if (fit.reason === 'type') seen.type += 1;
        return;
      }
      seen.cell += 1;
      const cells = ((fit.value ?? []) as readonly unknown[]).filter((item) => item !== null);
      expect(cells.map(asWord[type]).sort()).toEqual(read.map((item) => wordOfOracle(type, item)).sort());
    }),
    { numRuns: runs(2_000) },
  );
  expect(seen.cell).toBeGreaterThan(runs(300));
  expect(seen.type).toBeGreaterThan(runs(300));
});

test('a scalar cell is the one element of the list', () => {
  fc.assert(
    fc.property(event, fc.constantFrom(...(Object.keys(asWord) as ScalarType[])), (events, type) => {
      const one = cellOf(events, 'a.b', type, false);
      const list = cellOf(events, 'a.b', type, true);
      if (one.kind === 'misfit' || list.kind === 'misfit') return;
      const cells = ((list.value ?? []) as readonly unknown[]).filter((item) => item !== null);
      expect(one.value === null ? [] : [one.value]).toEqual(cells);
    }),
  );
});

test('both rooms spell numbers alike', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt()), (number) => {
      expect(plainDecimal(number)).toBe(plainDecimalOfFunctions(number));
    }),
  );
});
