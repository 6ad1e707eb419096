import { describe, expect, it } from 'vitest';
import { isError } from '../../diagnostics/diagnostic.ts';
import {
  allReadings,
  coveringReadings,
  defaultReadings,
  type ReadingKey,
  readingKeys,
  readingTable,
} from './readings.ts';
import { runKusto } from './run.ts';

/** For each question a query whose result every answer makes another one. */
const WITNESSES: { readonly [K in ReadingKey]: string } = {
  hasPunctuation: 'print a = "x.exe.y" has ".exe", b = "y-a b" has "a-y"',
  hasEmpty: 'print a = "x" has ""',
  termLetters: 'print a = "éa" has "a"',
  containsEmpty: 'print a = "x" contains ""',
  nullEqualsNull: 'print a = long(null) == long(null)',
  nullAndTrue: 'print a = bool(null) and true',
  unlikeTypes: 'print a = 1 == "1"',
  textOperatorOnDynamic: 'print a = dynamic(["x"]) has "x"',
  starOnOtherTypes: 'print a = 12 | where * contains "2"',
  setHasElementOnOther: 'print a = set_has_element(parse_json("{}"), 1)',
  strcatArrayOnOther: 'print a = strcat_array(parse_json("7"), "-")',
  ipv6TakesIpv4: 'print a = ipv6_is_in_range("10.0.0.1", "::ffff:10.0.0.0/104")',
  scanStaleState:
    'range x from 1 to 6 step 1 | scan with (step a: x == 1 or x == 3; step b: (x == 2 or x == 4) and (isnull(b.x) or b.x != 2);)',
  nullJoinKeys: 'datatable(n: long) [long(null)] | join kind=inner (datatable(n: long) [long(null)]) on n',
  rowOrder: 'datatable(n: long) [1, 2] | take 1',
};

const rowsUnder = (query: string, key: ReadingKey, value: string): string => {
  const { rows, diagnostics } = runKusto(query, {}, { readings: { [key]: value } });
  expect(diagnostics.filter(isError)).toEqual([]);
  return JSON.stringify(rows, (_, cell) => (typeof cell === 'bigint' ? Number(cell) : cell));
};

describe('readings', () => {
  it.each(readingKeys)('%s: every answer is another result, and the run says that it asked', (key) => {
    const query = WITNESSES[key];
    const results = readingTable[key].values.map((value) => rowsUnder(query, key, value));
    expect(new Set(results).size).toBe(results.length);
    expect(runKusto(query, {}).asked).toContain(key);
  });

  it.each([
    ['edges', true],
    ['bounded', false],
    ['all-terms', true],
  ] as const)('hasPunctuation %s: a right side that begins with a sign', (hasPunctuation, found) => {
    expect(runKusto('print "x.exe" has ".exe"', {}, { readings: { hasPunctuation } }).rows).toEqual([[found]]);
  });

  it.each([
    ['edges', false],
    ['bounded', false],
    ['all-terms', true],
  ] as const)('hasPunctuation %s: its terms in another order', (hasPunctuation, found) => {
    expect(runKusto('print "exe.cmd" has "cmd.exe"', {}, { readings: { hasPunctuation } }).rows).toEqual([[found]]);
  });

  it('covers every answer, and crosses those that are asked for', () => {
    for (const key of readingKeys) {
      const met = new Set(coveringReadings().map((readings) => readings[key]));
      expect([...met].toSorted()).toEqual([...readingTable[key].values].toSorted());
    }
    expect(allReadings([])).toEqual([defaultReadings]);
    expect(allReadings(['hasPunctuation', 'rowOrder'])).toHaveLength(6);
  });

  it('asks nothing where nothing is open', () => {
    expect(runKusto('print strlen("abc") > 2 and "a b" =~ "A B"', {}).asked).toEqual([]);
  });
});
