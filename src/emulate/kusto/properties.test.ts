import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { foldAscii } from '../../base/fold.ts';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { runKusto } from './run.ts';
import type { KustoCell, KustoColumn, KustoTable } from './types.ts';

const columns: readonly KustoColumn[] = [
  { name: 'id', type: 'long' },
  { name: 'n', type: 'long' },
  { name: 's', type: 'string' },
];
const smallInt = fc.option(fc.integer({ min: -2, max: 2 }), { nil: null });
const shortText = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '.', ' ', 'é'), maxLength: 5 });
const tableOf = (rows: readonly (readonly [number | null, string])[]): KustoTable => ({
  columns,
  rows: rows.map(([n, s], id) => [id, n, s]),
});
const anyTable = fc.array(fc.tuple(smallInt, shortText), { maxLength: 8 }).map(tableOf);

function rowsOf(query: string, tables: Readonly<Record<string, KustoTable>>): readonly (readonly KustoCell[])[] {
  const { rows, diagnostics } = runKusto(query, tables);
  expect(diagnostics.filter(isError).map(messageOf)).toEqual([]);
  return rows;
}
const ids = (query: string, T: KustoTable): readonly number[] =>
  rowsOf(`${query} | project id`, { T }).map(([id]) => Number(id));
const quoted = (text: string): string => JSON.stringify(text);

const literal = fc.oneof(smallInt.map((n) => (n === null ? 'long(null)' : `long(${n})`)));
const leaf = fc.oneof(
  fc.tuple(fc.constantFrom('==', '!=', '<', '<=', '>', '>='), literal).map(([op, value]) => `n ${op} ${value}`),
  fc
    .tuple(fc.constantFrom('==', '!=', '=~', 'has', '!has', 'contains', 'startswith_cs', 'hasprefix'), shortText)
    .map(([op, text]) => `s ${op} ${quoted(text)}`),
  fc.constantFrom('isnull(n)', 'isempty(s)', 'n in (1, long(null))', 'n !in (1, 2)', 'n between (-1 .. 1)'),
);
const condition = fc.letrec<{ any: string; and: string; or: string; not: string }>((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, leaf, tie('and'), tie('or'), tie('not')),
  and: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} and ${b})`),
  or: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} or ${b})`),
  not: tie('any').map((a) => `not(${a})`),
})).any;

describe('conditions', () => {
  it('a row passes a condition or its two-valued negation, never both', () => {
    fc.assert(
      fc.property(condition, anyTable, (p, T) => {
        const kept = ids(`T | where ${p}`, T);
        const dropped = ids(`T | where not(coalesce(${p}, false))`, T);
        expect([...kept, ...dropped].toSorted((a, b) => a - b)).toEqual(T.rows.map((_, id) => id));
      }),
    );
  });

  it('De Morgan holds among three values', () => {
    fc.assert(
      fc.property(condition, condition, anyTable, (p, q, T) => {
        expect(ids(`T | where not(${p} and ${q})`, T)).toEqual(ids(`T | where not(${p}) or not(${q})`, T));
        expect(ids(`T | where not(${p} or ${q})`, T)).toEqual(ids(`T | where not(${p}) and not(${q})`, T));
      }),
    );
  });

  it('`in` is an or of ==, `!in` an and of !=', () => {
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 4 }), anyTable, (values, T) => {
        const all = (op: string, join: string): string => values.map((value) => `n ${op} ${value}`).join(join);
        expect(ids(`T | where n in (${values.join(', ')})`, T)).toEqual(ids(`T | where ${all('==', ' or ')}`, T));
        expect(ids(`T | where n !in (${values.join(', ')})`, T)).toEqual(ids(`T | where ${all('!=', ' and ')}`, T));
      }),
    );
  });

  it('`has` of a term is equality with a term of the text', () => {
    fc.assert(
      fc.property(
        shortText,
        fc.string({ unit: fc.constantFrom('a', 'B', 'é'), minLength: 1, maxLength: 3 }),
        (s, term) => {
          const terms = foldAscii(s).split(/[^a-zA-Z0-9é]+/);
          expect(rowsOf(`print ${quoted(s)} has ${quoted(term)}`, {})).toEqual([[terms.includes(foldAscii(term))]]);
        },
      ),
      { numRuns: runs(500) },
    );
  });
});

/** Joins of n with n, by looking at every pair. */
function brute(kind: string, left: KustoTable, right: KustoTable): readonly string[] {
  const same = (a: readonly KustoCell[], b: readonly KustoCell[]): boolean => a[1] !== null && a[1] === b[1];
  const seen = new Set<KustoCell>();
  const unique = left.rows.filter((row) => row[1] !== null && !seen.has(row[1] ?? null) && seen.add(row[1] ?? null));
  const from = kind === 'innerunique' ? unique : left.rows;
  const pairs = from.flatMap((a) => right.rows.filter((b) => same(a, b)).map((b) => `${a[0]}-${b[0]}`));
  const aloneLeft = left.rows.filter((a) => !right.rows.some((b) => same(a, b)));
  const aloneRight = right.rows.filter((b) => !left.rows.some((a) => same(a, b)));
  const result: Readonly<Record<string, readonly string[]>> = {
    innerunique: pairs,
    inner: pairs,
    leftouter: [...pairs, ...aloneLeft.map(([id]) => `${id}-null`)],
    rightouter: [...pairs, ...aloneRight.map(([id]) => `null-${id}`)],
    fullouter: [...pairs, ...aloneLeft.map(([id]) => `${id}-null`), ...aloneRight.map(([id]) => `null-${id}`)],
    leftsemi: left.rows.filter((row) => !aloneLeft.includes(row)).map(([id]) => `${id}`),
    leftanti: aloneLeft.map(([id]) => `${id}`),
    rightsemi: right.rows.filter((row) => !aloneRight.includes(row)).map(([id]) => `${id}`),
    rightanti: aloneRight.map(([id]) => `${id}`),
  };
  return (result[kind] ?? []).toSorted();
}

describe('join', () => {
  const pairKinds = ['innerunique', 'inner', 'leftouter', 'rightouter', 'fullouter'];
  it.each([...pairKinds, 'leftsemi', 'leftanti', 'rightsemi', 'rightanti'])(
    '%s finds what looking at every pair finds',
    (kind) => {
      fc.assert(
        fc.property(anyTable, anyTable, (T, U) => {
          const shown = pairKinds.includes(kind) ? 'id, id1' : 'id';
          const rows = rowsOf(`T | join kind=${kind} U on n | project ${shown}`, { T, U });
          const bare = rows.map((row) => row.map((cell) => (cell === null ? 'null' : String(cell))).join('-'));
          expect(bare.toSorted()).toEqual(brute(kind, T, U));
        }),
      );
    },
  );
});

describe('rows in order', () => {
  it('sort puts smaller before greater and nulls where they are said to be', () => {
    fc.assert(
      fc.property(
        anyTable,
        fc.constantFrom('asc', 'desc'),
        fc.constantFrom('', ' nulls first', ' nulls last'),
        (T, way, nulls) => {
          const got = rowsOf(`T | sort by n ${way}${nulls} | project n`, { T }).map(([n]) =>
            n === null ? null : Number(n),
          );
          const values = got.filter((n) => n !== null);
          expect(values).toEqual(values.toSorted((a, b) => (way === 'asc' ? a - b : b - a)));
          const first = nulls === '' ? way === 'asc' : nulls === ' nulls first';
          expect(got).toEqual(
            first ? [...got.filter((n) => n === null), ...values] : [...values, ...got.filter((n) => n === null)],
          );
        },
      ),
    );
  });

  it('row_cumsum is the sum of all before, prev and next are each other turned round', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 8 }), (values) => {
        const T = tableOf(values.map((n) => [n, '']));
        const sums = rowsOf('T | sort by id asc | extend c = row_cumsum(n) | project c', { T }).map(([c]) => Number(c));
        expect(sums).toEqual(values.map((_, i) => values.slice(0, i + 1).reduce((a, b) => a + b, 0)));
        const before = rowsOf('T | sort by id asc | project p = prev(id)', { T });
        const after = rowsOf('T | sort by id desc | project p = next(id)', { T });
        expect(before).toEqual(after.toReversed());
      }),
    );
  });
});

interface Event {
  readonly key: string;
  readonly at: number;
  readonly tag: string;
}

/** Two steps by one key, as the documented matcher of sequences has them: the latest pending start, used once. */
function sequences(events: readonly Event[], span: number): readonly string[] {
  const pending = new Map<string, { readonly id: number; readonly at: number }>();
  const found: string[] = [];
  for (const [id, { key, at, tag }] of events.entries()) {
    const start = pending.get(key);
    if (tag.includes('b') && start !== undefined) {
      pending.delete(key);
      if (at - start.at <= span) found.push(`${start.id}-${id}`);
    }
    if (tag.includes('a')) pending.set(key, { id, at });
  }
  return found.toSorted();
}

const SEQUENCE = `T | sort by key asc, at asc, id asc | extend _rn = row_number()
| scan declare (_g: long = -1, _a: long) with (
  step s1 output=none: tag has_cs "a" or tag has_cs "ab";
  step s2 output=all: (tag has_cs "b" or tag has_cs "ab") and key == s1.key and at - s1.at <= 3 and s2._g != s1._rn => _g = s1._rn, _a = s1.id;
) | project _a, id`;

describe('scan', () => {
  it.each(['visible', 'cleared'] as const)(
    'finds sequences as the matcher does, with stale state %s',
    (scanStaleState) => {
      const event = fc.record({
        key: fc.constantFrom('h', 'i'),
        at: fc.integer({ min: 0, max: 6 }),
        tag: fc.constantFrom('a', 'b', 'ab'),
      });
      fc.assert(
        fc.property(fc.array(event, { maxLength: 10 }), (drawn) => {
          const events = drawn.toSorted((x, y) => x.at - y.at);
          const table: KustoTable = {
            columns: [
              { name: 'id', type: 'long' },
              { name: 'key', type: 'string' },
              { name: 'at', type: 'long' },
              { name: 'tag', type: 'string' },
            ],
            rows: events.map(({ key, at, tag }, id) => [id, key, at, tag]),
          };
          const { rows } = runKusto(SEQUENCE, { T: table }, { readings: { scanStaleState } });
          expect(rows.map(([a, b]) => `${a}-${b}`).toSorted()).toEqual(strictly(events));
        }),
        { numRuns: runs(400) },
      );
    },
  );

  /** An expired start is not used up by the template: a later event finds it just as late. */
  const strictly = (events: readonly Event[]): readonly string[] => sequences(events, 3);
});
