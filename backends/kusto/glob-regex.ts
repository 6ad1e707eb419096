import type { Pattern, PatternPart } from '../../src/ir/pattern.ts';
import { patternRegex } from '../../src/ir/pattern-regex.ts';
import type { CaseRule } from '../../src/ir/value.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import { rust } from '../../src/regex/print/rust.ts';

/** `matches regex` takes this many groups; whether those that capture nothing count is not said, so they do here. */
export const MOST_GROUPS = 16;

export const countGroups = (regex: string): number => regex.replace(/\\./gs, '').split('(').length - 1;

/** A letter outside ASCII that has another case. */
const CASED = /[^\p{ASCII}\P{L}]/u;
export const hasCase = (text: string): boolean =>
  [...text].some((char) => CASED.test(char) && (char.toLowerCase() !== char || char.toUpperCase() !== char));

/** What `(?i)` folds and the ASCII rule does not: the Kelvin sign is a k, the long s an s, É an é. */
const foldsTooMuch = (text: string): boolean => /[ks]/i.test(text) || hasCase(text);

const escaped = (text: string): string => [...text].map((char) => rust.literal(char.codePointAt(0) ?? 0)).join('');

/** The literal pieces of a pattern. */
export const literalsOf = (pattern: Pattern): readonly string[] =>
  pattern.flatMap((part) => (part.kind === 'lit' ? [part.text] : []));

/** How the literal pieces of a regular expression ignore case: not at all, all by one flag, or each ASCII run by its own. */
export type Folding = 'none' | 'flag' | 'runs';

/** The narrowest way to fold the texts by a rule; `simple` must be without cased letters outside ASCII. */
export function foldingOf(texts: readonly string[], rule: CaseRule): Folding {
  if (rule === 'exact' || !texts.some((text) => /[A-Za-z]/.test(text))) return 'none';
  return texts.some(foldsTooMuch) ? 'runs' : 'flag';
}

/** `-u` keeps `i` to ASCII: https://docs.rs/regex/latest/regex/#grouping-and-flags, and "Regex syntax" of KQL. */
function foldedRuns(text: string): string {
  return text
    .split(/([\0-\x7f]+)/)
    .map((run) => (/^[\0-\x7f]*[A-Za-z]/.test(run) ? `(?i-u:${escaped(run)})` : escaped(run)))
    .join('');
}

/** A literal text as part of a regular expression. */
export const literalRegex = (text: string, folding: Folding): string =>
  folding === 'runs' ? foldedRuns(text) : escaped(text);

function partRegex(part: PatternPart, folding: Folding): string {
  if (part.kind === 'lit') return literalRegex(part.text, folding);
  return part.kind === 'any' ? '.*' : '.';
}

/** A pattern with its anchors; where it starts or ends with any text it needs none there. Flags are left to the caller. */
export function globBody(pattern: Pattern, folding: Folding): string {
  const parts = pattern.map((part) => partRegex(part, folding));
  const open = pattern[0]?.kind === 'any' && pattern.length > 1;
  const tail = pattern.at(-1)?.kind === 'any' && pattern.length > 1;
  const body = parts.slice(open ? 1 : 0, tail ? -1 : undefined).join('');
  return `${open ? '' : '^'}${body}${tail ? '' : '$'}`;
}

/** The regular expression of a pattern over a whole text, by the letter of its case rule; nothing where none can be written. */
export function globRegex(pattern: Pattern, rule: CaseRule): string | undefined {
  const texts = literalsOf(pattern);
  const folding = foldingOf(texts, rule);
  const body = globBody(pattern, folding);
  const bySet = (rule === 'simple' && texts.some(hasCase)) || countGroups(body) > MOST_GROUPS;
  if (bySet) {
    const printed = printRegex(patternRegex(pattern, rule), 'rust', { caseStyle: 'expand' });
    return 'text' in printed && countGroups(printed.text) <= MOST_GROUPS ? printed.text : undefined;
  }
  const flags = `${folding === 'flag' ? 'i' : ''}${pattern.some((part) => part.kind !== 'lit') ? 's' : ''}`;
  return flags === '' ? body : `(?${flags})${body}`;
}
