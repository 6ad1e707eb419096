import { foldAscii, foldSimple } from '../../src/base/fold.ts';
import type { CaseRule } from '../../src/ir/value.ts';
import type { Case, Caveat, Folded, Folding } from './dialect.ts';

const FOLDS: { readonly [R in CaseRule]: (text: string) => string } = {
  exact: (text) => text,
  ascii: foldAscii,
  simple: foldSimple,
};

export const foldText = (text: string, rule: CaseRule): string => FOLDS[rule](text);

const NON_ASCII = /[^\0-\x7f]/u;

let classes: Map<string, string> | undefined;

/** From a folded letter outside ASCII to the other letters that fold to it. Built once, when a rule first needs it. */
function othersOf(folded: string): string {
  if (!classes) {
    classes = new Map();
    for (let code = 0x80; code <= 0x1ffff; code++) {
      const char = String.fromCodePoint(code);
      if (!/[\p{L}\p{M}\p{N}\p{S}]/u.test(char)) continue;
      const to = foldSimple(char);
      if (to !== char) classes.set(to, (classes.get(to) ?? '') + char);
    }
  }
  return classes.get(folded) ?? '';
}

/** How a column must be folded to meet texts of a rule that are folded already. */
export function foldingFor(texts: readonly string[], rule: CaseRule): Folded {
  if (rule === 'exact') return 'exact';
  const folded = texts.join('');
  if (!NON_ASCII.test(folded)) return /[a-z]/.test(folded) ? 'lower' : 'exact';
  if (rule === 'ascii') return /[a-z]/.test(folded) ? { from: '', to: '' } : 'exact';
  const letters = [...new Set(folded)].filter((char) => NON_ASCII.test(char));
  const pairs = letters.flatMap((letter) => [...othersOf(letter)].map((other) => [other, letter] as const));
  return { from: pairs.map(([from]) => from).join(''), to: pairs.map(([, to]) => to).join('') };
}

export function foldColumn<F>(
  folded: Folded,
  text: F,
  ways: { lower: (text: F) => F; fold: (text: F, letters: Folding) => F },
): F {
  if (folded === 'exact') return text;
  return folded === 'lower' ? ways.lower(text) : ways.fold(text, folded);
}

/**
 * What `lower` lets in besides the rule's letters: the caveat with the text in which the first such letter is replaced, or
 * nothing. `texts` are folded; the witness is made from the whole sample that holds the letter.
 */
export function lookAlikeCaveat(samples: readonly string[], folded: Folded, { lookAlikes }: Case): Caveat | undefined {
  if (folded !== 'lower') return undefined;
  for (const sample of samples) {
    for (const [letter, other] of Object.entries(lookAlikes)) {
      if (!sample.includes(letter)) continue;
      const witness = sample.replace(letter, () => other);
      return { assumption: 'case/no-unicode-lookalike', why: 'lower() also folds letters outside ASCII', witness };
    }
  }
  return undefined;
}
