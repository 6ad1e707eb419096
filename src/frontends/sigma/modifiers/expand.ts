import { Slice } from '../../../text/slice.ts';
import type { SigmaPart } from '../text-parts.ts';
import type { SigmaRegex, SigmaValue } from '../value.ts';
import { expansion, type Modifier, type Use, wrongType } from './modifier.ts';

type Variants = readonly (readonly SigmaPart[])[];

/** All combinations of the values of the placeholders; nothing where one has no values. */
function combinations(parts: readonly SigmaPart[], use: Use): Variants | undefined {
  let variants: Variants | undefined = [[]];
  for (const part of parts) {
    const choices = part.kind === 'placeholder' ? use.scope.placeholder(part.name) : [[part]];
    if (!choices && part.kind === 'placeholder')
      use.scope.report('sigma/unresolved-placeholder', { name: part.name }, part.span);
    if (!variants || !choices) variants = undefined;
    else if (!use.scope.mayHave(choices.length > 1 ? variants.length * choices.length : 0, use.span)) return undefined;
    else variants = variants.flatMap((variant) => choices.map((choice) => [...variant, ...choice]));
  }
  return variants;
}

const OPERATORS = /[\\^$.*+?()[\]{}|/]/g;

/** Parts as a regular expression; what is no placeholder's value is one already. */
const regexText = (parts: readonly SigmaPart[]): string =>
  parts
    .map((part) =>
      part.kind === 'lit' ? part.text.replace(OPERATORS, '\\$&') : part.kind === 'any' ? '[\\s\\S]*' : '[\\s\\S]',
    )
    .join('');

/** The placeholders of a regular expression, each replaced by the choice of its values. */
function expandRegex(value: SigmaRegex, use: Use): SigmaRegex | undefined {
  const anchors: { at: number; file: number }[] = [];
  let text = '';
  let missing = false;
  const add = (piece: string, from: number): void => {
    anchors.push({ at: text.length, file: value.slice.fileOffset(from) });
    text += piece;
  };
  let done = 0;
  for (const { 0: piece, index } of value.slice.text.matchAll(/\\[\s\S]|%[^%]+%/g)) {
    if (!piece.startsWith('%')) continue;
    const choices = use.scope.placeholder(piece.slice(1, -1));
    if (!choices) {
      missing = true;
      use.scope.report(
        'sigma/unresolved-placeholder',
        { name: piece.slice(1, -1) },
        value.slice.span(index, index + piece.length),
      );
    }
    add(value.slice.text.slice(done, index), done);
    add(`(?:${(choices ?? []).map(regexText).join('|')})`, index);
    done = index + piece.length;
  }
  add(value.slice.text.slice(done), done);
  return missing ? undefined : { ...value, slice: new Slice(value.slice.source, text, anchors) };
}

/** `%name%` stands for each of the values that were handed in for the name. Without values there is no rule. */
export const expand: Modifier = {
  name: 'expand',
  change: (value: SigmaValue, use: Use): SigmaValue | undefined => {
    if (value.kind === 'regex') return expandRegex(value, use);
    if (value.kind !== 'text') return wrongType(value, use, 'text');
    const variants = combinations(value.parts, use);
    return variants && expansion(value, variants, use);
  },
};
