import { plainDecimal } from '../../functions/decimal.ts';
import type { Scalar } from '../../functions/function.ts';
import { field, leaf, textLiteral } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { literalText, type Pattern } from '../../ir/pattern.ts';
import type { CaseRule, Field } from '../../ir/value.ts';
import { parseRegex } from '../../regex/parse.ts';
import { printRegex } from '../../regex/print/index.ts';
import type { Chars, Regex, RegexNode } from '../../regex/tree.ts';
import { mapChars, some } from '../../regex/walk.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';
import type { Column } from '../definition.ts';

export const fieldOf = ({ name, ...column }: Column): Field => field(name, column);

/** The text of an element; dates and versions have none. */
function textOf(value: Scalar): string | undefined {
  if (value === null || typeof value === 'object') return undefined;
  return typeof value === 'string' ? value : plainDecimal(value);
}

export const textsOf = (values: readonly Scalar[]): readonly string[] => values.flatMap((value) => textOf(value) ?? []);

export const hasValue = (column: Column): Cond => ({ kind: 'has-value', value: fieldOf(column) });

/** The column's text fits one of the patterns; plain texts are equalities. */
export function matches(column: Column, patterns: readonly Pattern[], caseRule: CaseRule): Cond {
  const subject = fieldOf(column);
  if (patterns.length === 0) return { kind: 'false' };
  const texts = patterns.flatMap((pattern) => literalText(pattern) ?? []);
  if (texts.length < patterns.length) return leaf({ kind: 'match', subject, patterns, caseRule });
  return leaf({ kind: 'one-of', subject, options: texts.map((text) => textLiteral(text)), caseRule });
}

/** The column's text has a place that fits the expression (Perl's syntax, the dot meets line ends). */
export function finds(column: Column, text: string, caseRule: CaseRule): Cond {
  return leaf({ kind: 'regex', subject: fieldOf(column), regexes: [regexOf(text, caseRule)] });
}

function regexOf(text: string, caseRule: CaseRule): Regex {
  const { regex } = parseRegex(Slice.verbatim(new SourceText('mapping', text)), {
    flavour: 'pcre',
    anchoring: 'search',
    caseRule,
    flags: { dotAll: true, dollarEndOnly: true },
  });
  // The text is made of a pattern by the functions below; what they write is always an expression.
  if (!regex) throw new Error(`no regular expression: ${text}`);
  return regex;
}

/** Whether an expression says of characters only, so that it can stand inside another one. */
const isPlain = (node: RegexNode): boolean =>
  !some(node, ({ kind }) => !['empty', 'chars', 'concat', 'alternation', 'repeat', 'group'].includes(kind));

/** An expression to stand inside another one, in Perl's syntax and with its cases written out; nothing where it tests positions. */
export function innerExpression(
  { node, caseRule, flavour }: Regex,
  change: (node: Chars) => RegexNode,
): string | undefined {
  if (!isPlain(node)) return undefined;
  const regex = { node: mapChars(node, change), anchoring: 'search', caseRule, source: '', flavour } as const;
  const printed = printRegex(regex, 'pcre', { caseStyle: 'expand' });
  return 'unsupported' in printed ? undefined : printed.text;
}

/** The text as an expression that means itself. */
export const escaped = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}/-]/g, '\\$&');

/** A pattern as an expression in which a wildcard stands for characters of a class only. */
export const expressionOf = (pattern: Pattern, wildcard: string): string =>
  pattern
    .map((part) => (part.kind === 'lit' ? escaped(part.text) : part.kind === 'any' ? `${wildcard}*` : wildcard))
    .join('');

/** Some literal of the pattern holds the text. */
export const mentions = (pattern: Pattern, text: string): boolean =>
  pattern.some((part) => part.kind === 'lit' && part.text.includes(text));
