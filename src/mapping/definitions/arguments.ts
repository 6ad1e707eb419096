import { at, or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { type Pattern, shapeOf } from '../../ir/pattern.ts';
import type { CaseRule, Value } from '../../ir/value.ts';
import { chars } from '../../regex/build.ts';
import { charsOf, subtract } from '../../regex/char-set.ts';
import type { Chars, Regex, RegexNode } from '../../regex/tree.ts';
import type { Note } from '../../target/ledger.ts';
import type { Column } from '../definition.ts';
import { type Pushed, pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { expressionOf, finds, innerExpression, matches, textsOf } from './texts.ts';

const WORD = /"([^"]*)"?|[^\t "]+/g;

/** The words of a command line. */
export function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let open = false;
  let end = 0;
  for (const match of line.matchAll(WORD)) {
    const piece = match[1] ?? match[0];
    // Pieces without a blank between them are one word: `/out:"a b"`.
    if (open && match.index === end) words[words.length - 1] += piece;
    else words.push(piece);
    open = true;
    end = match.index + match[0].length;
  }
  return words;
}

const BEFORE = String.raw`(?:^|[\t "])`;
const BEHIND = String.raw`(?:[\t "]|$)`;

interface Ends {
  /** The word may go on before, or behind, what is asked. */
  readonly before: boolean;
  readonly behind: boolean;
}

/** The words that are open or closed at the same ends, as an alternative of an expression. */
function alternative(words: readonly Pattern[], { before, behind }: Ends): string {
  const texts = words.map((word) => expressionOf(word.slice(before ? 1 : 0, behind ? -1 : undefined), '[^"]'));
  const [only] = texts;
  const choice = texts.length === 1 && only !== undefined ? only : `(?:${texts.join('|')})`;
  return `${before ? '' : BEFORE}${choice}${behind ? '' : BEHIND}`;
}

const ENDS: readonly Ends[] = [
  { before: false, behind: false },
  { before: false, behind: true },
  { before: true, behind: false },
  { before: true, behind: true },
];

const isOpen = (word: Pattern, at: 0 | -1): boolean => word.at(at)?.kind === 'any';
const isInside = (word: Pattern): boolean => shapeOf(word).kind === 'contains';

/** One test for all words: where each is only looked for inside, as patterns, which are cheaper; else as one expression. */
function lineTest(column: Column, words: readonly Pattern[], caseRule: CaseRule): Cond {
  if (words.some((word) => shapeOf(word).kind === 'present')) return hasWords(column);
  if (words.every(isInside)) return matches(column, words, caseRule);
  const alternatives = ENDS.flatMap((ends) => {
    const same = words.filter((word) => isOpen(word, 0) === ends.before && isOpen(word, -1) === ends.behind);
    return same.length > 0 ? [alternative(same, ends)] : [];
  });
  return finds(column, alternatives.join('|'), caseRule);
}

const hasWords = (column: Column): Cond => finds(column, String.raw`[^\t ]`, 'exact');

const plainArguments = (column: Column): Note => ({
  effect: 'conditional',
  construct: 'mapping/arguments',
  why: `an argument is looked for between blanks or quotes of the command line in ${column.name}`,
  assumption: 'mapping/plain-arguments',
  witness: { [column.name]: 'tool "one argument with -x inside"' },
});

const withoutQuotes = ({ ranges }: Chars): RegexNode => chars(subtract(ranges, charsOf('"')));

/** A word fits the expression: it stands between blanks or quotes, and its characters are none of the quotes. */
function fits(column: Column, regex: Regex): Cond | { readonly refused: string } {
  const inner = innerExpression(regex, withoutQuotes);
  if (inner === undefined)
    return {
      refused: `this regular expression can't be asked of an argument inside the command line in ${column.name}`,
    };
  return finds(column, regex.anchoring === 'whole' ? `${BEFORE}(?:${inner})${BEHIND}` : inner, 'exact');
}

function regexTest(column: Column, value: Value): Pushed | undefined {
  if (value.kind !== 'regex' || value.subject.kind !== 'field') return undefined;
  const conds: Cond[] = [];
  for (const regex of value.regexes) {
    const cond = fits(column, regex);
    if ('refused' in cond) return cond;
    conds.push(cond);
  }
  return pushed(or(conds, value.origin), [plainArguments(column)]);
}

/** Arguments of a process, of which the target has one line. An event matches where one of the words passes. */
export const argumentsKind: DefinitionKind<'arguments'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column }, read) => textsOf(read(column)).flatMap(wordsOf),
  push: ({ column }, test) => {
    if (test.kind === 'present') return pushed(hasWords(column));
    if (test.kind === 'other')
      return (
        regexTest(column, test.value) ??
        refused(`only a comparison with texts can be asked of the arguments inside the command line in ${column.name}`)
      );
    return pushed(at(lineTest(column, test.patterns, test.caseRule), test.value.origin), [plainArguments(column)]);
  },
};
