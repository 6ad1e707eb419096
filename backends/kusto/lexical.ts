import { isoText } from '../../src/base/instant.ts';
import { type Frag, raw } from '../../src/target/frag.ts';

/** The binder stops at a depth of 500, and a chain of operators is as deep as it is long (kusto.md, section 11). */
export const LONGEST_CHAIN = 100;

/**
 * How tightly KQL's operators bind, tightest first (Kql.g4 of microsoft/Kusto-Query-Language). `and` binds tighter than `or` there;
 * as one level, each gets brackets inside the other, so that nobody has to know.
 */
export const LEVEL = { atom: 0, sign: 1, factor: 2, sum: 3, compare: 4, junction: 5 } as const;

/** Controls, format characters and line separators are written as numbers, so that what is seen is what is there. */
const UNSEEN = /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
const ESCAPED = /["\\\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Whether KQL can write the text: half a surrogate pair has no place in UTF-8. */
export const canWrite = (text: string): boolean => text.isWellFormed();

const escaped = (char: string): string =>
  ESCAPES[char] ?? `\\u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * A string literal whose escapes JSON knows too, so that it may stand inside `dynamic(…)`.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
export const jsonString = (text: string): Frag => raw(`"${text.replace(ESCAPED, escaped)}"`);

/** A string literal: verbatim where that saves doubled backslashes. A verbatim one ends at the first quote that is not doubled. */
export function string(text: string): Frag {
  return text.includes('\\') && !UNSEEN.test(text) ? verbatim(text) : jsonString(text);
}

const verbatim = (text: string): Frag => raw(`@"${text.replaceAll('"', '""')}"`);

/** A regular expression as a literal. The printers leave no control character in it. */
export const regexString = (text: string): Frag => (UNSEEN.test(text) ? jsonString(text) : verbatim(text));

/** Names that start with a capital letter or one underscore are never keywords: documented under "Entity names". */
const NEVER_KEYWORD = /^(?:[A-Z]|_)[A-Za-z0-9_]*$/;
/** What the documentation allows in the name of a stored column. */
const STORED_NAME = /^[\p{L}\p{Nd}_ .-]+$/u;
const LONGEST_NAME = 1024;

/** Whether a column or table can be called so in a query. Two underscores at either end are the language's own. */
export const canName = (name: string): boolean =>
  name !== '' && name.length <= LONGEST_NAME && canWrite(name) && !/[\p{Cc}\p{Zl}\p{Zp}]|^__|__$/u.test(name);

/** Whether the documentation allows a stored column of that name. */
export const isStoredName = (name: string): boolean => STORED_NAME.test(name);

/** The name of a column or a table. `'a.b'` alone would be a text: a dotted name needs its square brackets. */
export function identifier(name: string): Frag {
  if (NEVER_KEYWORD.test(name)) return raw(name);
  const quoted = /['\\]/.test(name) ? String(jsonString(name).doc) : `'${name.replace(ESCAPED, escaped)}'`;
  return raw(`[${quoted}]`);
}

/** A comment to the end of its line; the text holds no line end. */
export const comment = (line: string): Frag => raw(`// ${line}`);

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

export const isLong = (value: bigint): boolean => value >= MIN_LONG && value <= MAX_LONG;

/** A whole number of 64 bits. The smallest one is no negated literal. */
export function long(value: bigint): Frag {
  if (value === MIN_LONG) return raw(`long(${value})`);
  return raw(String(value), value < 0n ? LEVEL.sign : LEVEL.atom);
}

/** A finite real number; it needs a dot or an exponent to be one. */
export function real(value: number): Frag {
  const text = String(value === 0 ? 0 : value).replace('e+', 'e');
  return raw(/[.e]/.test(text) ? text : `${text}.0`, value < 0 ? LEVEL.sign : LEVEL.atom);
}

export const bool = (value: boolean): Frag => raw(String(value));

export const NANOS_PER_TICK = 100n;
const FIRST_TIME = -62_135_596_800_000_000_000n;
const LAST_TIME = 253_402_300_799_999_999_900n;

export const isDatetime = (nanos: bigint): boolean => nanos >= FIRST_TIME && nanos <= LAST_TIME;

/** A point in time, in UTC; the caller has seen that it is a whole number of ticks between the years 1 and 9999. */
export const datetime = (nanos: bigint): Frag => {
  const text = isoText(nanos).replace(/(\.\d{7})\d+Z$/, '$1Z');
  return raw(`datetime(${text})`);
};
