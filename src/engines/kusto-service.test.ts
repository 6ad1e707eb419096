import { beforeAll, describe, expect, it } from 'vitest';
import { type KustoService, loadKustoService } from './kusto-service.ts';

const tables = [
  {
    name: 'T',
    columns: [
      { name: 'a', type: 'string' },
      { name: 'n', type: 'long' },
      { name: 'odd.name', type: 'dynamic' },
    ],
  },
];

let service: KustoService;
beforeAll(async () => {
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
});

describe('check', () => {
  it('binds names and types of the schema handed in', () => {
    const found = service.check(
      "T | where a =~ 'x' and tostring(['odd.name'].k) has 'y' | project n, l = strlen(a)",
      tables,
    );
    expect(found.diagnostics).toEqual([]);
    expect(found.hasSemantics).toBe(true);
    expect(found.columns).toEqual(['a', 'odd.name', 'n']);
    expect(found.resultColumns).toEqual([
      { name: 'n', type: 'long' },
      { name: 'l', type: 'long' },
    ]);
  });

  it.each([
    ['T | where b == 1', 'KS142'],
    ['T | where n has "1"', 'KS106'],
    ['T | where n in~ (1)', 'KS107'],
    ['U | count', 'KS204'],
    ['print x = "c:\\q"', 'KS001'],
  ])('%s is %s', (query, code) => {
    expect(service.check(query, tables).diagnostics.map((found) => found.code)).toContain(code);
  });

  it('places a finding on the text it is about', () => {
    const query = 'T | where b == 1';
    const [found] = service.check(query, tables).diagnostics;
    expect(query.slice(found?.start, (found?.start ?? 0) + (found?.length ?? 0))).toBe('b');
  });

  it('does not take a made column for one of the table', () => {
    expect(service.check('T | extend x = n | where x > 1', tables).columns).toEqual(['n']);
    expect(service.check('T | extend a = tostring(n) | where a == "1"', tables).columns).toEqual(['n']);
  });

  it('sees through join to the columns of the tables', () => {
    expect(service.check('T | join kind=inner (T) on n | project a1', tables).columns).toEqual(['n', 'a']);
  });

  it.each([
    ["T | where 'odd.name' == 'x'", 1],
    ["T | where 'odd.name' in~ ('x', 'y') or 1 between (0 .. 2)", 2],
    ["T | where 'odd.name' has_any ('x') and not('a' matches regex 'b') and 'a' !startswith 'c'", 3],
    ["T | where a == 'x' and n in (1, 2) and n between (1 .. 2)", 0],
    ['T | where 1 in (n, 2)', 0],
  ])('%s compares %i pairs of constants', (query, count) => {
    expect(service.check(query, tables).constantComparisons).toBe(count);
  });

  it('says that the binder gave up on depth', () => {
    const chain = Array.from({ length: 600 }, (_, i) => `n == ${i}`).join(' or ');
    const found = service.check(`T | where ${chain}`, tables);
    expect(found.hasSemantics).toBe(false);
    expect(found.maxDepth).toBeGreaterThan(500);
  });

  it('survives nesting by the ten thousand', () => {
    for (const [open, close] of ['()', '[]'].map((pair) => [...pair] as const)) {
      const found = service.check(`print ${open?.repeat(20_000)}1${close?.repeat(20_000)}`, tables);
      expect(found).toMatchObject({ hasSemantics: false, diagnostics: [{ code: 'not-checked' }] });
    }
    expect(service.check(`print ${'1+'.repeat(5000)}1`, tables).hasSemantics).toBe(false);
  });
});
