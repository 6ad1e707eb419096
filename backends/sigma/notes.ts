import { foldSimple } from '../../src/base/fold.ts';
import { parseAddress } from '../../src/base/ip.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Field, FieldType } from '../../src/ir/value.ts';
import type { Note } from '../../src/target/ledger.ts';

/** A letter that Sigma's fold makes equal, or the character itself. */
function otherCase(char: string): string {
  const forms = [char.toUpperCase(), char.toLowerCase()];
  return forms.find((form) => form !== char && foldSimple(form) === foldSimple(char)) ?? char;
}

/** Whether a text has a letter with another case. */
export const hasCase = (text: string): boolean => /[A-Za-z]/.test(text) || otherCased(text) !== text;

const BEYOND_ASCII = /[^\0-\u007f]/;

function otherCased(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text;
  return [...text].map((char) => (BEYOND_ASCII.test(char) ? otherCase(char) : char)).join('');
}

/** A text that a pattern matches; `fill` stands for `*`, `one` for `?`. */
const sample = (parts: Pattern, fill: string, one = 'x', change = (text: string) => text): string =>
  parts.map((part) => (part.kind === 'lit' ? change(part.text) : part.kind === 'any' ? fill : one)).join('');

const FILLS = ['', 'x', 'q\u0000z'];

/**
 * EQL folds A to Z, Sigma folds every letter: a pattern that has other letters finds more, unless other patterns find that anyway.
 *
 * @param fits What the rule finds.
 */
export function caseNotes(
  name: string,
  patterns: readonly Pattern[],
  construct: string,
  fits: (text: string) => boolean,
): readonly Note[] {
  for (const parts of patterns) {
    if (!parts.some((part) => part.kind === 'lit' && otherCased(part.text) !== part.text)) continue;
    const witness = FILLS.map((fill) => sample(parts, fill, 'x', otherCased)).find((text) => !fits(text));
    if (witness === undefined) continue;
    const why = 'Sigma ignores the case of all letters, the rule only that of A to Z';
    return [{ effect: 'wider', construct, why, witness: { [name]: witness } }];
  }
  return [];
}

const canonical = (value: number): string | null => (Number.isFinite(value) ? plainDecimal(value) : null);

/** The text of a text once it was read by the field's type; null where it does not fit (docs/semantics.md, "Reading a field"). */
const READ: { readonly [T in FieldType]: (text: string) => string | null } = {
  text: (text) => text,
  unknown: (text) => text,
  version: (text) => text,
  long: (text) => (/^-?\d+$/.test(text) ? BigInt(text).toString() : null),
  double: (text) => (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? canonical(Number(text)) : null),
  boolean: (text) => (text === 'true' || text === 'false' ? text : null),
  ip: (text) => (parseAddress(text) ? text : null),
  date: () => null,
};

const GENERAL = ['x', '', '0', '00', '01', '1.5', 'TRUE', 'FALSE', '0:0:0:0:0:0:0:1'];

/**
 * A test of a typed field's text: Sigma tests the text as it stands, the rule tests what the type makes of it.
 *
 * @param samples Texts around which a difference is looked for.
 * @returns The note, nothing where the field holds text, `undefined` where no difference was found.
 */
export function typedTextNotes(
  field: Field,
  construct: string,
  samples: readonly string[],
  holds: (text: string) => boolean,
): readonly Note[] | undefined {
  if (field.type === 'text' || field.type === 'unknown') return [];
  const candidates = [
    ...samples,
    ...samples.map((text) => `0${text}`),
    ...samples.map((text) => `${text}x`),
    ...GENERAL,
  ];
  const found = candidates.find((text) => {
    const read = READ[field.type](text);
    return holds(text) !== (read !== null && holds(read));
  });
  return found === undefined ? undefined : [typedNote(construct, { [field.name]: found })];
}

export const patternSamples = (patterns: readonly Pattern[]): readonly string[] =>
  patterns.slice(0, 20).flatMap((parts) => [sample(parts, '', '1'), sample(parts, 'x'), sample(parts, '1', '1')]);

export function typedNote(construct: string, witness: NonNullable<Note['witness']>): Note {
  const why = 'Sigma compares values as text, the rule by their type';
  return { effect: 'conditional', construct, why, assumption: 'sigma/typed-values', witness };
}
