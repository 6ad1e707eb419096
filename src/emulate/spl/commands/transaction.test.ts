import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runSpl } from '../run.ts';
import { atoms, type SplRow } from '../value.ts';

const events = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 0, max: 40 }),
      k: fc.constantFrom('a', 'b'),
      tag: fc.constantFrom('start', 'x', 'stop'),
    }),
    {
      maxLength: 20,
    },
  )
  .map((list) => {
    let time = 1000;
    return list.map(({ wait, k, tag }, i): SplRow => {
      time -= wait;
      return { id: `e${i}`, _time: time, k, tag };
    });
  });

const run = (options: string, list: readonly SplRow[]): readonly SplRow[] => {
  const { rows, diagnostics } = runSpl(`| transaction k ${options}`, list);
  expect(diagnostics).toEqual([]);
  return rows;
};

const members = (row: SplRow): readonly unknown[] => atoms(row.id);

it('puts every event into one transaction, within the limits', () => {
  fc.assert(
    fc.property(events, (list) => {
      const rows = run('maxspan=60s maxpause=30s maxevents=3', list);
      expect(rows.flatMap(members).sort()).toEqual(list.map(({ id }) => id).sort());
      for (const row of rows) {
        expect(Number(row.duration)).toBeLessThan(60);
        expect(Number(row.eventcount)).toBeLessThanOrEqual(3);
        expect(row.eventcount).toBe(members(row).length);
        expect(atoms(row.k)).toHaveLength(1);
      }
    }),
  );
});

it('complete ones begin and end as wanted, evicted ones hold the rest', () => {
  fc.assert(
    fc.property(events, (list) => {
      const options = 'startswith=(tag=start) endswith=(tag=stop) maxspan=100s';
      const complete = run(options, list);
      const all = run(`${options} keepevicted=t`, list);
      const byId = new Map(list.map((row) => [row.id, row]));
      for (const row of complete) {
        const inside = members(row).map((id) => byId.get(id as string) ?? {});
        const times = inside.map(({ _time }) => Number(_time));
        expect(inside.some(({ tag, _time }) => tag === 'start' && _time === Math.min(...times))).toBe(true);
        expect(inside.some(({ tag, _time }) => tag === 'stop' && _time === Math.max(...times))).toBe(true);
        expect(row.closed_txn).toBe(1);
      }
      expect(all.flatMap(members).sort()).toEqual(list.map(({ id }) => id).sort());
      expect(all.filter(({ closed_txn }) => closed_txn === 1)).toEqual(complete);
    }),
  );
});
