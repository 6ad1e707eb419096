import { generates, isChained, isNumeric, onlyGrows } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Note } from '../../../src/target/ledger.ts';
import { inputsOf, seesRules } from './condition.ts';
import { byGroup, type Level, range } from './level.ts';

/** Why a correlation is not written without `scan`, where it is not. */
export function withoutScan(query: CorrelationQuery, { tuples }: Pick<Level, 'tuples'>): string | undefined {
  if (isChained(query) || generates(query))
    return 'an alert that is a hit, or stands beside others, must be one: which hits are left is carried from row to row, which takes the operator `scan`';
  if (!onlyGrows(query.condition))
    return 'a window that is judged when it is over begins behind the one before: that is carried from row to row, which takes the operator `scan`';
  if (query.type === 'temporal_ordered')
    return 'where a chain of rules begins is carried from row to row, which takes the operator `scan`';
  if (tuples.some((fields) => fields.some(({ list }) => list)))
    return 'the values of a list in a window are carried from row to row, which takes the operator `scan`';
  return undefined;
}

/** What this form finds besides. */
export const againNote = (query: CorrelationQuery, timestamp: string): Note => ({
  effect: 'differs',
  construct: query.type,
  why: 'without `scan` an alert does not use its hits up: the same groups alert, for every hit at which all hits of the timespan before meet the condition',
  witness: { [timestamp]: '2024-05-01T10:00:00Z' },
  ...(query.origin && { origin: query.origin }),
});

/** What the condition takes, of the hits of one window. */
function summarized(level: Level): { readonly columns: readonly string[]; readonly call: string } {
  const { query, tuples, suffix } = level;
  if (query.type === 'event_count') return { columns: ['HitNumber = count()'], call: `isMet${suffix}(0, HitNumber)` };
  if (seesRules(query)) {
    const rules = range(query.rules.length);
    const inputs = inputsOf(level).map(({ column }) => column);
    return {
      columns: rules.map((at) => `LastHit${at} = countif(Rule${at})`),
      call: `isMet${suffix}(${['0', ...inputs].join(', ')})`,
    };
  }
  const places = tuples.map((_, i) => i + 1);
  const value = (at: number): string => (isNumeric(query) ? `todouble(Value${at}[0])` : `tostring(Value${at}[0])`);
  const given = (at: number): string => `array_length(Value${at}) > 0`;
  const windows = places.map((at) => `Window${at}`);
  return {
    columns: places.map((at) => `Window${at} = make_list_if(${value(at)}, ${given(at)})`),
    call: `isMet${suffix}(${['0', ...windows, ...windows.map((name) => `array_length(${name})`)].join(', ')})`,
  };
}

/**
 * The windows without `scan`: each hit with those of its group that lie no more than the timespan before it, as a join. A hit at which they meet the
 * condition is an alert; `ordered` holds the hits of each.
 */
export function pairLines(level: Level, spans: boolean): readonly string[] {
  const { keys, stateful, suffix } = level;
  const order = [...byGroup(keys), ...stateful.order];
  const on = keys.map(({ name }) => name);
  const { columns, call } = summarized(level);
  const near = spans ? ` and AlertTime - Time <= span${suffix}` : '';
  return [
    `let ordered_hits${suffix} = materialize(hits${suffix}`,
    `  | sort by ${order.join(', ')}`,
    '  | extend Row = row_number());',
    '// each hit with those that lie in the timespan before it',
    `let pairs${suffix} = materialize(ordered_hits${suffix}`,
    `  | project ${[...on, 'AlertRow = Row', 'AlertTime = Time'].join(', ')}`,
    `  | join kind=inner (ordered_hits${suffix}) on ${on.join(', ')}`,
    `  | where Row <= AlertRow${near});`,
    `let alerts${suffix} = pairs${suffix}`,
    `  | summarize ${columns.join(', ')} by AlertRow`,
    `  | where ${call}`,
    '  | project AlertRow;',
    `let ordered${suffix} = pairs${suffix}`,
    `  | where AlertRow in (alerts${suffix})`,
    '  | sort by AlertRow asc, Row asc;',
  ];
}
