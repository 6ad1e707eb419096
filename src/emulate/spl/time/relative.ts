import { addUnits, SECONDS, snap, snapToWeekday, unitOf } from './calendar.ts';

const MODIFIER = /^(?:([+-]?)(\d*)([a-z]+))?(?:@([a-z]+)([0-7])?([+-]\d*[a-z]+)?)?$/;

function offset(time: number, sign: string, count: string, name: string): number | undefined {
  const unit = unitOf(name);
  if (!unit || count.length > 9) return undefined;
  return addUnits(time, (sign === '-' ? -1 : 1) * Number(count || '1'), unit);
}

function snapped(time: number, name: string, weekday: string | undefined): number | undefined {
  if (name === 'w' && weekday !== undefined) return snapToWeekday(time, Number(weekday) % 7);
  const unit = unitOf(name);
  return unit && weekday === undefined ? snap(time, unit) : undefined;
}

/**
 * Applies a time modifier (`-1d@d`, `@w1`, `+2h@h+30m`) to epoch seconds, in UTC; nothing if the text is none.
 * https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/SearchTimeModifiers
 */
export function relativeTime(text: string, from: number): number | undefined {
  const found = MODIFIER.exec(text);
  if (!found || text === '') return undefined;
  const [, sign = '', count = '', unit, snapUnit, weekday, after] = found;
  if (unit !== undefined && sign === '') return undefined;
  const moved = unit === undefined ? from : offset(from, sign, count, unit);
  if (moved === undefined || snapUnit === undefined) return moved;
  const start = snapped(moved, snapUnit, weekday);
  return start === undefined || after === undefined ? start : relativeTime(after, start);
}

/** What `earliest=` and `latest=` take: `now`, epoch seconds, or a modifier. */
export function resolveTime(text: string, now: number): number | undefined {
  if (text === 'now' || text === 'now()') return now;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return relativeTime(text, now);
}

/** A length like `5m` or `300` (seconds) in seconds; months and longer have none. */
export function seconds(text: string): number | undefined {
  const found = /^(\d{1,9})([a-z]*)$/.exec(text);
  if (!found) return undefined;
  const unit = unitOf(found[2] === '' ? 's' : (found[2] ?? ''));
  const each = unit && SECONDS[unit];
  return each === undefined ? undefined : Number(found[1]) * each;
}
