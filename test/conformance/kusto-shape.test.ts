import { beforeAll, describe, expect, it } from 'vitest';
import { type KustoService, loadKustoService } from '../../src/engines/kusto-service.ts';
import { shapeDifference, shapes } from './kusto-shape.ts';

describe('the shape of a query', () => {
  let service: KustoService;
  beforeAll(async () => {
    const loaded = await loadKustoService();
    if ('missing' in loaded) throw new Error(loaded.missing);
    service = loaded;
  });

  it.each([
    'T | where a == "x" and (b in (1, 2) or not(c matches regex @"q")) | project a',
    'T | where a == 1 or b == 2 and c - 1 * 2 > 3 | take 5',
    'let m = 5m; T | where t between (ago(m) .. now()) and a has_any ("x", "y") | summarize count() by a, bin(t, 1h)',
    'T | scan declare (n: long = -1) with (step s: a == 1 and b > 2 => n = 3;)',
    "T | where ['a.b'] !in~ ('x') or isempty(['c']) | extend x = iff(a > 1.5, true, false)",
  ])('is the same in both parsers: %s', (query) => {
    const both = shapes(query, service);
    expect(both.ours.length).toBeGreaterThan(4);
    expect(shapeDifference(both)).toBeUndefined();
  });

  it.each([
    ['T | where a == 1 and (b == 2 or c == 3)', 'T | where a == 1 and b == 2 or c == 3'],
    ['T | where a - (b - c) > 1', 'T | where a - b - c > 1'],
    ['T | where not(a == 1) and b == 2', 'T | where not(a == 1 and b == 2)'],
  ])('tells %s from %s', (one, other) => {
    const difference = shapeDifference({ ours: shapes(one, service).ours, theirs: shapes(other, service).theirs });
    expect(difference).toMatch(/only in our tree: (?!nothing)/);
  });

  it('says what one of them does not take', () => {
    expect(shapeDifference(shapes('T | where (a == 1', service))).toContain('not taken');
  });
});
