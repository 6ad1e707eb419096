import { isChained, onlyGrows } from '../../../src/ir/correlation.ts';
import { inputsOf, readsLast, seesRules } from './condition.ts';
import { byGroup, type Level, range, restarts } from './level.ts';
import { chainLines } from './order.ts';

/** The places of the arrays that thresholds compute on. */
const arraysOf = ({ query, tuples }: Level): readonly number[] =>
  seesRules(query) || query.type === 'event_count' ? [] : tuples.map((_, i) => i + 1);

const sizeOf = (at: number): string => `array_length(Value${at})`;

const orderOf = ({ stateful, carries }: Level): readonly string[] => [
  ...stateful.order.slice(1),
  ...(carries ? ['HitBehind asc'] : []),
];

/**
 * Hits in order with their number in the group, `HitsGone` of them more than the timespan before. A copy of each hit, the timespan later, says
 * when it is gone: it stands behind the hits of its time, so that exactly the timespan is within.
 */
function slidingOrder(level: Level, spans: boolean): readonly string[] {
  const { keys, suffix } = level;
  const restart = restarts(keys);
  const counts = arraysOf(level).flatMap((at) => [
    `Count${at} = row_cumsum(iff(HitLeaves == 0, ${sizeOf(at)}, 0)${restart})`,
    `CountGone${at} = row_cumsum(iff(HitLeaves == 1, ${sizeOf(at)}, 0)${restart})`,
  ]);
  const numbers = [`HitNumber = row_cumsum(1 - HitLeaves${restart})`, `HitsGone = row_cumsum(HitLeaves${restart})`];
  const copies = spans ? `, (hits${suffix} | extend Time = Time + span${suffix}, HitLeaves = 1)` : '';
  return [
    '// a hit comes, and leaves the window when the timespan is over',
    `let ordered${suffix} = union (hits${suffix} | extend HitLeaves = 0)${copies}`,
    `  | sort by ${[...byGroup(keys), 'Time asc', 'HitLeaves asc', ...orderOf(level)].join(', ')}`,
    `  | extend ${[...numbers, ...counts].join(',\n    ')}`,
    '  | where HitLeaves == 0',
    '  | extend Row = row_number()',
  ];
}

/** A window begins at the first hit behind the window before, and `HitsGone` is the number of hits before it. */
function closedOrder(level: Level, spans: boolean): readonly string[] {
  const { keys, suffix } = level;
  const restart = restarts(keys);
  const arrays = arraysOf(level);
  const counts = arrays.map((at) => `Count${at} = row_cumsum(${sizeOf(at)}${restart})`);
  const opens = spans ? `HitNumber == 1 or Time - s.WindowTime > span${suffix}` : 'HitNumber == 1';
  const declared = ['WindowTime: datetime', 'HitsGone: long = 0', ...arrays.map((at) => `CountGone${at}: long = 0`)];
  const assigned = [
    `WindowTime = iff(${opens}, Time, s.WindowTime)`,
    `HitsGone = iff(${opens}, HitNumber - 1, s.HitsGone)`,
    ...arrays.map((at) => `CountGone${at} = iff(${opens}, Count${at} - ${sizeOf(at)}, s.CountGone${at})`),
  ];
  return [
    '// a window begins at the first hit behind the window before',
    `let ordered${suffix} = hits${suffix}`,
    `  | sort by ${[...byGroup(keys), 'Time asc', ...orderOf(level)].join(', ')}`,
    `  | extend ${['Row = row_number()', `HitNumber = row_cumsum(1${restart})`, ...counts].join(', ')}`,
    `  | scan declare (${declared.join(', ')}) with (`,
    `    step s: true => ${assigned.join(',\n      ')};`,
    '  )',
  ];
}

/** What the condition reads besides: the values since the window's first, the last hit of each rule, chains of rules. */
function measures(level: Level): readonly string[] {
  const { query } = level;
  const arrays = arraysOf(level);
  if (arrays.length > 0) {
    const own = (at: number): string =>
      `iff(Count${at} > CountGone${at}, array_slice(array_concat(s.Window${at}, Value${at}), CountGone${at} - Count${at}, -1), dynamic([]))`;
    return [
      `  | scan declare (${arrays.map((at) => `Window${at}: dynamic = dynamic([])`).join(', ')}) with (`,
      `    step s: true => ${arrays.map((at) => `Window${at} = ${own(at)}`).join(',\n      ')};`,
      '  )',
    ];
  }
  if (!seesRules(query)) return [];
  const rules = range(query.rules.length);
  const last = rules.map((at) => `LastHit${at} = iff(Rule${at}, HitNumber, iff(HitNumber == 1, 0, s.LastHit${at}))`);
  const seen = [
    `  | scan declare (${rules.map((at) => `LastHit${at}: long = 0`).join(', ')}) with (`,
    `    step s: true => ${last.join(',\n      ')};`,
    '  )',
  ];
  return [
    ...(readsLast(query) ? seen : []),
    ...(query.type === 'temporal_ordered' ? chainLines(query.rules.length) : []),
  ];
}

/** The call of the condition's function. */
function asked(level: Level, gone: string, countGone: (at: number) => string): string {
  const columns = inputsOf(level).map(({ column }) => column);
  const counts = arraysOf(level).map((at) => `Count${at} - ${countGone(at)}`);
  return `isMet${level.suffix}(${[gone, ...columns, ...counts].join(', ')})`;
}

/** With alerts among the hits several hits have one place in time; they are judged when all are there. */
function lastOfPlace({ stateful }: Level): string {
  const same = stateful.order
    .map((item) => item.replace(/ .*/, ''))
    .map((name) => `tostring(next(${name})) == tostring(${name})`);
  return `  | extend HitIsLast = not(next(HitNumber) == HitNumber + 1 and ${same.join(' and ')})`;
}

/** A window is judged at each of its hits; hits of an alert count no more. */
function slidingAlerts(level: Level): readonly string[] {
  const arrays = arraysOf(level);
  const used = (state: string, own: string): string => `iff(HitNumber == 1, 0, iff(s.Alert, s.${own}, s.${state}))`;
  const gone = `max_of(HitsGone, ${used('HitsUsed', 'HitNumber')})`;
  const test = asked(level, gone, (at) => `max_of(CountGone${at}, ${used(`CountUsed${at}`, `Count${at}`)})`);
  const isChain = isChained(level.query);
  const assigned = [
    `HitsUsed = ${used('HitsUsed', 'HitNumber')}`,
    ...arrays.map((at) => `CountUsed${at} = ${used(`CountUsed${at}`, `Count${at}`)}`),
    `Alert = ${isChain ? 'HitIsLast and ' : ''}${test}`,
  ];
  return [
    ...(isChain ? [lastOfPlace(level)] : []),
    `  | scan declare (HitsUsed: long = 0, ${arrays.map((at) => `CountUsed${at}: long = 0, `).join('')}Alert: bool = false) with (`,
    `    step s: true => ${assigned.join(',\n      ')};`,
    '  )',
    '  | extend WindowRow = Row, StartRow = Row - HitNumber + max_of(HitsGone, HitsUsed) + 1',
  ];
}

/** A window is judged at its last hit. */
function closedAlerts(level: Level): readonly string[] {
  return [
    // The number of the next hit's window tells whether this one is over; numbers of other groups may be equal by chance.
    '  | extend HitIsLast = not(next(HitNumber) == HitNumber + 1 and next(HitsGone) == HitsGone)',
    `  | extend Alert = coalesce(HitIsLast, true) and ${asked(level, 'HitsGone', (at) => `CountGone${at}`)}`,
    '  | extend WindowRow = Row, StartRow = Row - HitNumber + HitsGone + 1',
  ];
}

/** The hits of each alert: the rows from an alert back to the first of its window. `WindowRow` tells alerts apart. */
const alertHits: readonly string[] = [
  '  | sort by Row desc',
  '  | scan declare (AlertRow: long = 0, AlertStart: long = 0) with (',
  '    step s: true => AlertRow = iff(Alert, WindowRow, s.AlertRow), AlertStart = iff(Alert, StartRow, s.AlertStart);',
  '  )',
  '  | where AlertRow > 0 and Row >= AlertStart',
  '  | sort by Row asc;',
];

/** The hits that are part of an alert, in order, with the number of the alert. */
export function alertHitLines(level: Level, spans: boolean): readonly string[] {
  const grows = onlyGrows(level.query.condition);
  return [
    ...(grows ? slidingOrder : closedOrder)(level, spans),
    ...measures(level),
    ...(grows ? slidingAlerts : closedAlerts)(level),
    '// the hits of each alert, from its last one back to the first of its window',
    ...alertHits,
  ];
}
