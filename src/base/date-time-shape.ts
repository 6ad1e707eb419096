/** The parts of a date-time that stand at a place of their own in its text. */
export type WrittenPart = 'minute' | 'hour' | 'day' | 'month' | 'year';

const THIRTY_ONE = '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])';
const THIRTY = '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)';
const FEBRUARY = '02-(?:0[1-9]|1[0-9]|2[0-8])';
const YEAR = '(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)';
const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)';
const DAY = `(?:${YEAR}-(?:${THIRTY_ONE}|${THIRTY}|${FEBRUARY})|${LEAP_YEAR}-02-29)`;
const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?';
const ZONE = '(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])';

/**
 * ISO 8601 as nearly everybody writes it: a day that exists in the years 1 to 9999, then perhaps hours and minutes, seconds, a zone. As a
 * regular expression without anchors that every flavour reads alike. Date-times of other spellings are left out (`20240612`, `2024-06`).
 */
export const DATE_TIME = `${DAY}(?:[T ]${TIME}(?: ?${ZONE})?)?`;

/** Where the digits of a part stand in such a text, from 0. Hours and minutes are not there behind a day alone. */
export const DIGITS_OF: { readonly [P in WrittenPart]: { readonly from: number; readonly length: number } } = {
  year: { from: 0, length: 4 },
  month: { from: 5, length: 2 },
  day: { from: 8, length: 2 },
  hour: { from: 11, length: 2 },
  minute: { from: 14, length: 2 },
};

const WHOLE = new RegExp(`^${DATE_TIME}$`);

/** Whether a text is a date-time in that spelling. */
export const isDateTime = (text: string): boolean => WHOLE.test(text);

export const isWrittenPart = (part: unknown): part is WrittenPart =>
  typeof part === 'string' && Object.hasOwn(DIGITS_OF, part);

const DAY_MILLIS = 86_400_000;

/** Times in epoch milliseconds among which there is one for every minute, hour, day, week and month, and one in each year that is given. */
export function timesOfEveryPart(...years: readonly number[]): readonly number[] {
  const range = (count: number, step: number): readonly number[] => Array.from({ length: count }, (_, i) => i * step);
  const months = range(12, 1).map((month) => Date.UTC(2020, month, 1));
  const each = years.filter((year) => year >= 1 && year <= 9999).map((year) => new Date(0).setUTCFullYear(year, 0, 1));
  return [
    ...range(60, 60_000),
    ...range(24, 3_600_000),
    ...range(31, DAY_MILLIS),
    ...range(53, 7 * DAY_MILLIS).map((millis) => Date.UTC(2019, 11, 30) + millis),
    ...months,
    ...each,
  ];
}
