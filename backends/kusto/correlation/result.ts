import type { Level } from './level.ts';

/** The columns of a group and the number of its alert, as items of `by`. */
export const by = ({ keys }: Level): string => [...keys.map(({ name }) => name), 'AlertRow'].join(', ');

/** The alerts of a level out of its hits: a row each with the group, `FirstTime`, `LastTime` and `Events`, in the order of time. */
export function alertRows(level: Level): readonly string[] {
  const { stateful, carries, suffix } = level;
  const shown = stateful.identified ? 'tostring(Id)' : 'Time';
  const order = stateful.eventColumns.map(([name]) => name);
  // Of a number the order is that of numbers, though what a dynamic value holds has no type of its own.
  const rest = order.slice(1).map((name, i) => ({ name, value: `Event[${i + 1}]` }));
  const unfolded = [
    'Time = todatetime(Event[0])',
    ...rest.flatMap(({ name, value }) => [`${name} = tostring(${value})`, `${name}_Number = tolong(${value})`]),
  ];
  const inTime = [
    'AlertRow asc',
    'Time asc',
    ...rest.flatMap(({ name }) => [`${name}_Number asc nulls last`, `${name} asc`]),
  ];
  return [
    `ordered${suffix}`,
    ...(carries
      ? [
          '// what several hits of an alert stand for is listed once',
          '| mv-expand Event = Events',
          `| summarize by ${[by(level), ...unfolded].join(', ')}`,
          `| sort by ${inTime.join(', ')}`,
        ]
      : []),
    `| summarize FirstTime = min(Time), LastTime = max(Time), Events = make_list(${shown}) by ${by(level)}`,
  ];
}

/** The alerts of the outermost level, and of the rules below that alert too: these have a `Rule`, and come first at the same time. */
export function resultLines(level: Level, kept: readonly string[]): readonly string[] {
  const keys = level.keys.map(({ name }) => `${name} asc`);
  const rows = alertRows(level);
  if (kept.length === 0) return [...rows, `| sort by ${['LastTime asc', ...keys].join(', ')}`];
  return [
    `union ${kept.join(', ')}, (${rows[0]}`,
    ...rows.slice(1).map((line) => `  ${line}`),
    '  | extend Rule = "")',
    `| sort by ${['LastTime asc', 'Rule desc', ...keys].join(', ')}`,
  ];
}
