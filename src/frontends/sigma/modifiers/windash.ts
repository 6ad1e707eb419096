import type { SigmaPart } from '../text-parts.ts';
import { expansion, textModifier } from './modifier.ts';

/** Hyphen, slash, en dash, em dash, horizontal bar (specification 2.1, `windash`). */
const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
/** A dash that begins a word: `-f`, and not the inner ones of `-param-name`. */
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;
/** Five dashes give 3,125 variants. */
const MAX_DASHES = 5;

/** Each run of text cut at its option dashes; every dash is a place with five choices. */
function cut(parts: readonly SigmaPart[]): readonly (SigmaPart | 'dash')[] {
  return parts.flatMap<SigmaPart | 'dash'>((part) => {
    if (part.kind !== 'lit') return [part];
    const runs = part.text.split(OPTION_DASH);
    return runs.flatMap((text, i) => (i === 0 ? [{ kind: 'lit', text }] : ['dash', { kind: 'lit', text }]));
  });
}

/** The value with every dash of an option in each of its spellings. */
export const windash = textModifier('windash', (text, use) => {
  const pieces = cut(text.parts);
  const dashes = pieces.filter((piece) => piece === 'dash').length;
  if (dashes > MAX_DASHES) {
    use.scope.report('sigma/too-many-dashes', { limit: MAX_DASHES }, text.span);
    return undefined;
  }
  let variants: readonly (readonly SigmaPart[])[] = [[]];
  for (const piece of pieces) {
    const choices: readonly SigmaPart[] =
      piece === 'dash' ? DASHES.map((dash) => ({ kind: 'lit', text: dash })) : [piece];
    variants = variants.flatMap((variant) => choices.map((choice) => [...variant, choice]));
  }
  return expansion(text, variants, use);
});
