import { type Frag, raw } from '../../src/target/frag.ts';

/** Words that a bare name may not be (Elasticsearch's grammar). */
const KEYWORDS = new Set(
  'and any by false in in~ join like like~ maxspan not null of or regex regex~ sample sequence true until where with'.split(
    ' ',
  ),
);
const BARE = /^[A-Za-z_@][A-Za-z0-9_]*$/;
const CATEGORY = /^[A-Za-z_@][A-Za-z0-9_]*$/;

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Whether EQL can write the text: half a surrogate pair has no escape. */
export const canWrite = (text: string): boolean => text.isWellFormed();

/** A string literal; controls and invisible characters as `\u{…}`. */
export function string(text: string): Frag {
  const escaped = text.replace(
    /["\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => ESCAPES[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}}`,
  );
  return raw(`"${escaped}"`);
}

const part = (name: string): string =>
  BARE.test(name) && !KEYWORDS.has(name) ? name : `\`${name.replaceAll('`', '``')}\``;

/** Whether a name has a spelling: no part of it is empty, nothing in it breaks a line. */
export const canName = (name: string): boolean =>
  name !== '' &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) &&
  name.split('.').every((piece) => piece !== '') &&
  name.isWellFormed();

/** A dotted field name; parts that are no plain name stand in backticks. */
export const fieldName = (name: string, optional: boolean): Frag =>
  raw(`${optional ? '?' : ''}${name.split('.').map(part).join('.')}`);

/** The word before `where`. */
export const categoryName = (name: string): Frag =>
  CATEGORY.test(name) && !KEYWORDS.has(name) ? raw(name) : string(name);

/** A comment to the end of its line; the text holds no line end. */
export const comment = (line: string): Frag => raw(`// ${line}`);
