import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runQuery } from '../../src/eval/run-query.ts';
import type { CorrelationType } from '../../src/ir/query.ts';
import { groupOf } from '../../src/verify/matches/rows.ts';
import { streamCount, timeLimit } from './hold-target.ts';
import { binds } from './kusto-checks.ts';
import { asAssumed, kustoText, resultOnKusto } from './kusto-target.ts';
import { correlationBatches } from './random-correlations.ts';
import { type Batch, idsText } from './random-streams.ts';

/** Of which more hits never meet a condition less, so that an alert stands wherever the oracle has one. */
const COUNTS: readonly CorrelationType[] = ['event_count', 'value_count', 'temporal'];
const NUMBERS: readonly CorrelationType[] = ['value_sum', 'value_avg', 'value_median', 'value_percentile'];

const batchesOf = (types: readonly CorrelationType[]) =>
  correlationBatches({ streams: 4, longest: 30, ops: ['gt', 'gte'], types }).map(asAssumed);

/** An alert's events, those of one group in the order of time; the last one tells alerts apart. */
interface Alert {
  readonly group: string;
  readonly last: string;
  readonly all: ReadonlySet<string>;
}

const alertOf = (ids: readonly string[], group: readonly string[]): Alert => ({
  group: group.join('|'),
  last: ids.at(-1) ?? '',
  all: new Set(ids),
});

/** The alerts of the KQL, and those of the oracle. */
function both(batch: Batch): { readonly found: readonly Alert[]; readonly right: readonly Alert[] } {
  const { query, time } = batch.rule;
  if (query.kind !== 'correlation') throw new Error('no correlation');
  const { columns, rows } = resultOnKusto(kustoText(batch, { scan: false }), batch);
  const names = columns.map(({ name }) => name);
  return {
    found: rows.map((row) => {
      const ids = row[names.indexOf('Events')] as readonly unknown[];
      return alertOf(ids.map(String), groupOf(names, row, query));
    }),
    right: runQuery(query, batch.events, time).map((match) =>
      alertOf(idsText(match, batch.events).split(','), match.key.map(String)),
    ),
  };
}

const firstOfEach = (alerts: readonly Alert[]): readonly Alert[] => {
  const groups = new Map<string, Alert>();
  for (const alert of alerts) if (!groups.has(alert.group)) groups.set(alert.group, alert);
  return [...groups.values()];
};

describe('correlations in KQL without scan', () => {
  it.each([...COUNTS, ...NUMBERS])(
    '%s: the same groups alert as in the oracle, first with the same events',
    (type) => {
      const counts = { alerts: 0, more: 0 };
      fc.assert(
        fc.property(batchesOf([type]), (batch) => {
          const { found, right } = both(batch);
          const ends = new Set(found.map(({ last, all }) => `${last} ${[...all].join()}`));
          const firsts = firstOfEach(right);
          for (const { last, all } of firsts) expect(ends).toContain(`${last} ${[...all].join()}`);
          // An alert of a group without one would begin no later than its first: its last event lies behind that of some first alert.
          const known = new Set(firsts.flatMap(({ all }) => [...all]).map((id) => batch.events[Number(id)]?.stream));
          for (const { last } of found) expect(known).toContain(batch.events[Number(last)]?.stream);
          counts.alerts += right.length;
          counts.more += Math.max(0, found.length - right.length);
        }),
        { numRuns: Math.ceil(streamCount / 20) },
      );
      expect(counts.alerts).toBeGreaterThan(10);
      expect(counts.more).toBeGreaterThan(0);
    },
    timeLimit,
  );

  it.each(COUNTS)(
    '%s: every alert of the oracle has one that ends with it and holds its hits',
    (type) => {
      fc.assert(
        fc.property(batchesOf([type]), (batch) => {
          const { found, right } = both(batch);
          for (const { last, all } of right)
            expect(found.some((one) => one.last === last && [...all].every((id) => one.all.has(id)))).toBe(true);
        }),
        { numRuns: Math.ceil(streamCount / 20) },
      );
    },
    timeLimit,
  );

  binds("Microsoft's parser has nothing to say of them", batchesOf([...COUNTS, ...NUMBERS]), 20, { scan: false });
});
