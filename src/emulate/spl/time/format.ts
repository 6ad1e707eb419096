/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Commontimeformatvariables ; everything in UTC. */
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const pad = (number: number, width: number): string => String(number).padStart(width, '0');
const hour12 = (date: Date): number => date.getUTCHours() % 12 || 12;
const name = (names: readonly string[], index: number): string => names[index] ?? '';
const iso = (date: Date): string =>
  `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
const clock = (date: Date): string =>
  [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((part) => pad(part, 2)).join(':');
const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;

/** The fraction of the second, cut after some digits. */
const fraction = (time: number, digits: number): string => {
  const scaled = Math.floor((time - Math.floor(time)) * 10 ** digits + 1e-6 * 10 ** Math.max(0, digits - 6));
  return pad(Math.min(scaled, 10 ** digits - 1), digits);
};

const WRITE = new Map<string, (date: Date, time: number) => string>([
  ['Y', (date) => String(date.getUTCFullYear())],
  ['y', (date) => pad(date.getUTCFullYear() % 100, 2)],
  ['m', (date) => pad(date.getUTCMonth() + 1, 2)],
  ['d', (date) => pad(date.getUTCDate(), 2)],
  ['e', (date) => String(date.getUTCDate()).padStart(2, ' ')],
  ['j', (date) => pad(dayOfYear(date), 3)],
  ['H', (date) => pad(date.getUTCHours(), 2)],
  ['I', (date) => pad(hour12(date), 2)],
  ['M', (date) => pad(date.getUTCMinutes(), 2)],
  ['S', (date) => pad(date.getUTCSeconds(), 2)],
  ['p', (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['B', (date) => name(MONTHS, date.getUTCMonth())],
  ['b', (date) => name(MONTHS, date.getUTCMonth()).slice(0, 3)],
  ['A', (date) => name(DAYS, date.getUTCDay())],
  ['a', (date) => name(DAYS, date.getUTCDay()).slice(0, 3)],
  ['w', (date) => String(date.getUTCDay())],
  ['F', iso],
  ['T', clock],
  ['s', (_date, time) => String(Math.floor(time))],
  ['N', (_date, time) => fraction(time, 9)],
  ['Q', (_date, time) => fraction(time, 3)],
  ['z', () => '+0000'],
  ['Z', () => 'UTC'],
  ['%', () => '%'],
]);

const VARIABLE = /%(\d?)(.?)/gs;

/** Renders epoch seconds; nothing if the format holds a variable that is not known here. */
export function renderTime(time: number, format: string): string | undefined {
  const date = new Date(Math.floor(time) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let known = true;
  const text = format.replace(VARIABLE, (_all, digits: string, letter: string) => {
    if (digits !== '' && (letter === 'N' || letter === 'Q')) return fraction(time, Number(digits));
    const write = digits === '' ? WRITE.get(letter) : undefined;
    if (!write) known = false;
    return write?.(date, time) ?? '';
  });
  return known ? text : undefined;
}

interface Parts {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  pm?: boolean;
  minute?: number;
  second?: number;
  fraction?: number;
  zone?: number;
  epoch?: number;
}

interface Reader {
  readonly pattern: string;
  readonly take: (text: string, parts: Parts) => void;
}

const number = (digits: string, key: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): Reader => ({
  pattern: `\\d${digits}`,
  take: (text, parts) => {
    parts[key] = Number(text);
  },
});

const monthNumber = (text: string): number =>
  MONTHS.findIndex((month) => month.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase()) + 1;
const ignored = (names: readonly string[]): Reader => ({ pattern: names.join('|'), take: () => {} });

function zoneSeconds(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const digits = text.replace(':', '');
  return (digits.startsWith('-') ? -1 : 1) * (Number(digits.slice(1, 3)) * 3600 + Number(digits.slice(3, 5)) * 60);
}

const subsecond: Reader = {
  pattern: '\\d{1,9}',
  take: (text, parts) => {
    parts.fraction = Number(`0.${text}`);
  },
};

const SHORT: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S' };

const READ = new Map<string, Reader>([
  ['Y', number('{4}', 'year')],
  [
    'y',
    {
      pattern: '\\d{2}',
      take: (text, parts) => {
        parts.year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
      },
    },
  ],
  ['m', number('{1,2}', 'month')],
  ['d', number('{1,2}', 'day')],
  [
    'e',
    {
      pattern: ' ?\\d{1,2}',
      take: (text, parts) => {
        parts.day = Number(text);
      },
    },
  ],
  ['H', number('{1,2}', 'hour')],
  ['I', number('{1,2}', 'hour')],
  ['M', number('{1,2}', 'minute')],
  ['S', number('{1,2}', 'second')],
  [
    'p',
    {
      pattern: '[AaPp][Mm]',
      take: (text, parts) => {
        parts.pm = /^p/i.test(text);
      },
    },
  ],
  [
    'b',
    {
      pattern: MONTHS.map((month) => month.slice(0, 3)).join('|'),
      take: (text, parts) => {
        parts.month = monthNumber(text);
      },
    },
  ],
  [
    'B',
    {
      pattern: MONTHS.join('|'),
      take: (text, parts) => {
        parts.month = monthNumber(text);
      },
    },
  ],
  ['A', ignored(DAYS)],
  ['a', ignored(DAYS.map((day) => day.slice(0, 3)))],
  ['N', subsecond],
  ['Q', subsecond],
  ['f', subsecond],
  [
    's',
    {
      pattern: '\\d{1,12}',
      take: (text, parts) => {
        parts.epoch = Number(text);
      },
    },
  ],
  [
    'z',
    {
      pattern: 'Z|[+-]\\d{2}:?\\d{2}',
      take: (text, parts) => {
        parts.zone = zoneSeconds(text);
      },
    },
  ],
  [
    'Z',
    {
      pattern: 'UTC|GMT|Z',
      take: (_text, parts) => {
        parts.zone = 0;
      },
    },
  ],
]);

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const PIECE = /%\d?(.)|[\s\S]/gs;

/** A format as a regular expression with a group for each reader; the pieces of it can't repeat, so it runs in linear time. */
function compiled(format: string): { readonly regex: RegExp; readonly readers: readonly Reader[] } | undefined {
  const readers: Reader[] = [];
  let pattern = '';
  for (const [text, letter] of format
    .replace(/%([FT])/g, (_all, short: string) => SHORT[short] ?? '')
    .matchAll(PIECE)) {
    const reader = letter === undefined ? undefined : READ.get(letter);
    if (reader) readers.push(reader);
    else if (letter !== undefined && letter !== '%') return undefined;
    pattern += reader ? `(${reader.pattern})` : literal(letter ?? text);
  }
  return { regex: new RegExp(`^${pattern}$`), readers };
}

const hour24 = ({ hour = 0, pm }: Parts): number => (pm === undefined ? hour : (hour % 12) + (pm ? 12 : 0));

function seconds(parts: Parts): number | null {
  if (parts.epoch !== undefined) return parts.epoch + (parts.fraction ?? 0);
  const { year, month = 1, day = 1, minute = 0, second = 0, zone = 0 } = parts;
  if (year === undefined || month < 1 || month > 12 || hour24(parts) > 23 || minute > 59 || second > 60) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour24(parts), minute, second));
  if (date.getUTCMonth() !== month - 1) return null;
  return date.getTime() / 1000 - zone + (parts.fraction ?? 0);
}

/** Reads a time; null if the text does not fit, `format` if the format holds what is not known here. */
export function parseTime(text: string, format: string): number | null | 'format' {
  const known = compiled(format);
  if (!known) return 'format';
  const found = known.regex.exec(text);
  if (!found) return null;
  const parts: Parts = {};
  for (const [i, reader] of known.readers.entries()) reader.take(found[i + 1] ?? '', parts);
  return seconds(parts);
}
