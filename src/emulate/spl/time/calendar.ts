/** Units of time as SPL names them, in the order of their size. https://docs.splunk.com/Documentation/Splunk/9.3.0/Search/Specifytimemodifiersinyoursearch */
export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const NAMES: { readonly [U in Unit]: readonly string[] } = {
  second: ['s', 'sec', 'secs', 'second', 'seconds'],
  minute: ['m', 'min', 'mins', 'minute', 'minutes'],
  hour: ['h', 'hr', 'hrs', 'hour', 'hours'],
  day: ['d', 'day', 'days'],
  week: ['w', 'week', 'weeks'],
  month: ['mon', 'month', 'months'],
  quarter: ['q', 'qtr', 'qtrs', 'quarter', 'quarters'],
  year: ['y', 'yr', 'yrs', 'year', 'years'],
};

const UNITS = new Map<string, Unit>(
  (Object.keys(NAMES) as Unit[]).flatMap((unit) => NAMES[unit].map((name) => [name, unit] as const)),
);

export const unitOf = (name: string): Unit | undefined => UNITS.get(name);

/** Seconds of a unit that has always the same length. */
export const SECONDS: { readonly [U in Unit]?: number } = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

const MONTHS: { readonly [U in Unit]?: number } = { month: 1, quarter: 3, year: 12 };

/** Epoch seconds, UTC. A day that the month has not becomes its last one. */
function addMonths(time: number, months: number): number {
  const whole = Math.floor(time);
  const date = new Date(whole * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() / 1000 + (time - whole);
}

export function addUnits(time: number, count: number, unit: Unit): number {
  const seconds = SECONDS[unit];
  return seconds === undefined ? addMonths(time, count * (MONTHS[unit] ?? 1)) : time + count * seconds;
}

const startOf = (year: number, month: number): number => Date.UTC(year, month, 1) / 1000;

// 1970-01-01 was a Thursday; weeks start on Sunday.
const WEEKDAY_OF_EPOCH = 4;

/** The latest midnight that began the given day of the week (Sunday is 0). */
export function snapToWeekday(time: number, weekday: number): number {
  const day = Math.floor(time / 86_400);
  const back = (((day + WEEKDAY_OF_EPOCH - weekday) % 7) + 7) % 7;
  return (day - back) * 86_400;
}

/** Rounds down to the start of a unit, UTC. */
export function snap(time: number, unit: Unit): number {
  if (unit === 'week') return snapToWeekday(time, 0);
  const seconds = SECONDS[unit];
  if (seconds !== undefined) return Math.floor(time / seconds) * seconds;
  const date = new Date(time * 1000);
  const year = date.getUTCFullYear();
  const months = MONTHS[unit] ?? 1;
  return startOf(year, Math.floor(date.getUTCMonth() / months) * months);
}
