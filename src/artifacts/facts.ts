import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Printable } from '../formats/print-yaml.ts';
import type { Span } from '../text/source-text.ts';

/** What a format says of one of its values, as data. Lengths are in UTF-16 units. */
export type Fact =
  | {
      readonly kind: 'text';
      readonly fewest?: number;
      readonly most?: number;
      /** What the text must be; `expected` says it in words. */
      readonly holds?: (text: string) => boolean;
      readonly expected?: string;
    }
  | { readonly kind: 'one-of'; readonly words: readonly (string | number)[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly of: Fact; readonly fewest?: number; readonly most?: number }
  | {
      readonly kind: 'map';
      readonly required: Readonly<Record<string, Fact>>;
      readonly optional?: Readonly<Record<string, Fact>>;
    };

export const text = (most?: number, fewest = 1): Fact => ({
  kind: 'text',
  fewest,
  ...(most !== undefined && { most }),
});
export const that = (holds: (text: string) => boolean, expected: string): Fact => ({ kind: 'text', holds, expected });
export const matching = (pattern: RegExp, expected: string): Fact => that((value) => pattern.test(value), expected);
export const oneOf = (...words: readonly (string | number)[]): Fact => ({ kind: 'one-of', words });
export const number = (least: number, most: number): Fact => ({ kind: 'number', least, most });
export const boolean: Fact = { kind: 'boolean' };
export const listOf = (of: Fact, limits: { readonly fewest?: number; readonly most?: number } = {}): Fact => ({
  kind: 'list',
  of,
  ...limits,
});
export const map = (required: Readonly<Record<string, Fact>>, optional: Readonly<Record<string, Fact>> = {}): Fact => ({
  kind: 'map',
  required,
  optional,
});

/** A GUID in its usual spelling. */
export const GUID = matching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a GUID');
/** An id of a technique or sub-technique. */
export const TECHNIQUE = matching(/^T\d{4}(?:\.\d{3})?$/, 'an id such as T1059 or T1059.001');

interface Where {
  readonly artifact: string;
  readonly span: Span | undefined;
  readonly found: Diagnostic[];
}

const shownValue = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function wrong(where: Where, field: string, value: unknown, expected: string): void {
  where.found.push(
    diagnostic('artifact/value', { artifact: where.artifact, field, value: shownValue(value), expected }, where.span),
  );
}

type Check<K extends Fact['kind']> = (
  value: unknown,
  fact: Extract<Fact, { kind: K }>,
  field: string,
  where: Where,
) => void;

function checkText(value: unknown, fact: Extract<Fact, { kind: 'text' }>, field: string, where: Where): void {
  if (typeof value !== 'string') {
    wrong(where, field, value, 'text');
    return;
  }
  const { fewest = 0, most, holds, expected = 'text' } = fact;
  if (value.trim().length < fewest) wrong(where, field, value, 'text that is not empty');
  if (most !== undefined && value.length > most)
    where.found.push(
      diagnostic('artifact/too-long', { artifact: where.artifact, field, length: value.length, most }, where.span),
    );
  if (holds && !holds(value)) wrong(where, field, value, expected);
}

function checkList(value: unknown, fact: Extract<Fact, { kind: 'list' }>, field: string, where: Where): void {
  if (!Array.isArray(value)) {
    wrong(where, field, value, 'a list');
    return;
  }
  const { fewest = 0, most = Number.POSITIVE_INFINITY } = fact;
  if (value.length < fewest) wrong(where, field, value, `at least ${fewest} entries`);
  if (value.length > most) wrong(where, field, `${value.length} entries`, `at most ${most} entries`);
  for (const [i, item] of value.entries()) check(item, fact.of, `${field}[${i}]`, where);
}

function checkMap(value: unknown, fact: Extract<Fact, { kind: 'map' }>, field: string, where: Where): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong(where, field, value, 'a map');
    return;
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const byKey = new Map<string, unknown>(entries);
  const path = (key: string): string => (field === '' ? key : `${field}.${key}`);
  for (const key of Object.keys(fact.required)) {
    if (!byKey.has(key))
      where.found.push(diagnostic('artifact/missing', { artifact: where.artifact, field: path(key) }, where.span));
  }
  for (const [key, inner] of byKey) {
    const known = own(fact.required, key) ?? own(fact.optional ?? {}, key);
    if (known) check(inner, known, path(key), where);
    else wrong(where, path(key), inner, 'no such field');
  }
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const CHECKS: { readonly [K in Fact['kind']]: Check<K> } = {
  text: checkText,
  'one-of': (value, { words }, field, where) => {
    if (!(words as readonly unknown[]).includes(value)) wrong(where, field, value, `one of ${words.join(', ')}`);
  },
  number: (value, { least, most }, field, where) => {
    if (typeof value !== 'number' || value < least || value > most)
      wrong(where, field, value, `a number from ${least} to ${most}`);
  },
  boolean: (value, _fact, field, where) => {
    if (typeof value !== 'boolean') wrong(where, field, value, 'true or false');
  },
  null: (value, _fact, field, where) => {
    if (value !== null) wrong(where, field, value, 'null');
  },
  list: checkList,
  map: checkMap,
};

function check<K extends Fact['kind']>(
  value: unknown,
  fact: Extract<Fact, { kind: K }>,
  field: string,
  where: Where,
): void {
  // The row is the one of the fact's own kind, which the type of an indexed table does not say.
  (CHECKS[fact.kind] as Check<K>)(value, fact, field, where);
}

/** What of a document breaks its format, each with the place of the rule it was made of. */
export function violations(
  artifact: string,
  document: Printable,
  fact: Fact,
  span: Span | undefined,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  check(document, fact, '', { artifact, span, found });
  return found;
}
