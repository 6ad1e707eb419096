import type { Span } from '../../src/text/source-text.ts';
import type {
  EqlArithmeticOperator,
  EqlBoolean,
  EqlCall,
  EqlCategory,
  EqlCompareOperator,
  EqlDecimal,
  EqlField,
  EqlInteger,
  EqlMatchOperator,
  EqlNull,
  EqlString,
} from './ast.ts';
import { textValue } from './text-literal.ts';

/** From token images to nodes. Operators come out of token patterns that hold exactly the members of their type. */

const MAX_INT = 2n ** 31n - 1n;
const MAX_LONG = 2n ** 63n - 1n;

/** More digits than this are refused (`eql/number-too-long`): turning them into a number takes more than linear time. */
export const MAX_DIGITS = 1000;

export function integerNode(image: string, span: Span): EqlInteger {
  const value = image.length > MAX_DIGITS ? 0n : BigInt(image);
  const bits = value <= MAX_INT ? 32 : value <= MAX_LONG ? 64 : 'wider';
  return { kind: 'integer', value, bits, span };
}

export function decimalNode(image: string, span: Span): EqlDecimal {
  return { kind: 'decimal', value: Number(image), span };
}

export function stringNode(image: string, span: Span): EqlString {
  return { kind: 'string', value: textValue(image), span };
}

export function booleanNode(image: string, span: Span): EqlBoolean {
  return { kind: 'boolean', value: image === 'true', span };
}

export function nullNode(span: Span): EqlNull {
  return { kind: 'null', span };
}

/** A name as it is meant: `` `a``b` `` is a`b. */
export function nameText(image: string): string {
  return image.startsWith('`') ? image.slice(1, -1).replaceAll('``', '`') : image;
}

/** A dot inside backticks parts a path as any other (semantics: Elasticsearch joins the names and splits again). */
export function fieldNode(first: string, rest: readonly string[], optional: boolean, span: Span): EqlField {
  const name = rest.length === 0 ? first : `${first}.${rest.join('.')}`;
  return { kind: 'field', name, path: name.split('.'), optional, span };
}

export function callNode(image: string, nameSpan: Span, args: EqlCall['args'], span: Span): EqlCall {
  const insensitive = image.endsWith('~');
  const name = insensitive ? image.slice(0, -1) : image;
  return { kind: 'call', name, nameSpan, insensitive, args, span };
}

export function categoryNode(image: string, span: Span): EqlCategory {
  if (image === 'any') return { kind: 'any', span };
  return { kind: 'category', name: image.startsWith('"') ? textValue(image) : image, span };
}

/** `=` was reported; it is read as the `==` that was meant. */
export const compareOperator = (image: string): EqlCompareOperator =>
  (image === '=' ? '==' : image) as EqlCompareOperator;
export const matchOperator = (image: string): EqlMatchOperator => image as EqlMatchOperator;
export const arithmeticOperator = (image: string): EqlArithmeticOperator => image as EqlArithmeticOperator;
export const signOperator = (image: string): '-' | '+' => image as '-' | '+';
