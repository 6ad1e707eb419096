import type { Span } from '../../../text/source-text.ts';
import type { Scope } from '../scope.ts';
import { plainText, type SigmaPart } from '../text-parts.ts';
import { type SigmaExpansion, type SigmaText, type SigmaValue, valueName } from '../value.ts';

/** One modifier where it stands. */
export interface Use {
  readonly name: string;
  readonly span: Span;
  /** The modifiers that have changed the value before. */
  readonly earlier: readonly string[];
  /** The item has a field; without one it searches the whole event. */
  readonly hasField: boolean;
  readonly scope: Scope;
}

/** What a modifier does to one value; nothing where it was refused, after a report. */
type Change = (value: SigmaValue, use: Use) => SigmaValue | undefined;

/** Changes each value on its own. */
export interface ValueModifier {
  readonly name: string;
  readonly change: Change;
}

/** Says how the values of an item are joined: all must hold, or the item as a whole must not. */
interface ListModifier {
  readonly name: string;
  readonly joins: 'all' | 'negated';
}

export type Modifier = ValueModifier | ListModifier;

/** Refuses a value of the wrong kind. */
export function wrongType(value: SigmaValue, use: Use, expected: string): undefined {
  use.scope.report('sigma/modifier-type', { modifier: use.name, expected, found: valueName(value) }, value.span);
  return undefined;
}

/** A modifier that takes text and nothing else. */
export const textModifier = (
  name: string,
  change: (text: SigmaText, use: Use) => SigmaValue | undefined,
): Modifier => ({
  name,
  change: (value, use) => (value.kind === 'text' ? change(value, use) : wrongType(value, use, 'text')),
});

/** Refuses a modifier that must stand first and does not. */
export function isFirst(use: Use): boolean {
  const [before] = use.earlier;
  if (before === undefined) return true;
  use.scope.report('sigma/modifier-first', { modifier: use.name, before }, use.span);
  return false;
}

/** The plain text of a value; wildcards and placeholders are refused. */
export function withoutWildcards(text: SigmaText, use: Use): string | undefined {
  const plain = plainText(text.parts);
  if (plain === undefined) use.scope.report('sigma/wildcard-value', { modifier: use.name }, text.span);
  return plain;
}

/** The text with other parts. */
export const withParts = (text: SigmaText, parts: readonly SigmaPart[]): SigmaText => ({ ...text, parts });

/** Alternatives, counted: a few values can stand for very many. */
export function expansion(
  value: SigmaText,
  variants: readonly (readonly SigmaPart[])[],
  use: Use,
): SigmaExpansion | SigmaText | undefined {
  const [only] = variants;
  if (variants.length === 1 && only) return withParts(value, only);
  if (!use.scope.mayHave(variants.length, value.span)) return undefined;
  return { kind: 'any-of', values: variants.map((parts) => withParts(value, parts)), span: value.span };
}
