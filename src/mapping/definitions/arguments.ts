import { or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { type Pattern, shapeOf } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Note } from '../../target/ledger.ts';
import type { Column } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { expressionOf, finds, hasValue, matches, textsOf } from './texts.ts';

const WORD = /"([^"]*)"?|[^\s"]+/g;

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

const BEFORE = String.raw`(?:^|[\s"])`;
const BEHIND = String.raw`(?:[\s"]|$)`;

function lineTest(column: Column, word: Pattern, caseRule: CaseRule): Cond {
  const shape = shapeOf(word);
  if (shape.kind === 'present') return hasValue(column);
  if (shape.kind === 'contains') return matches(column, [word], caseRule);
  const [first] = word;
  const last = word.at(-1);
  const inner = word.slice(first?.kind === 'any' ? 1 : 0, last?.kind === 'any' ? -1 : undefined);
  const text = expressionOf(inner, '[^"]');
  return finds(column, `${first?.kind === 'any' ? '' : BEFORE}${text}${last?.kind === 'any' ? '' : BEHIND}`, caseRule);
}

const plainArguments = (column: Column): Note => ({
  effect: 'conditional',
  construct: 'mapping/arguments',
  why: `an argument is looked for between blanks or quotes of the command line in ${column.name}`,
  assumption: 'mapping/plain-arguments',
  witness: { [column.name]: 'tool "one argument with -x inside"' },
});

/** Arguments of a process, of which the target has one line. An event matches where one of the words passes. */
export const argumentsKind: DefinitionKind<'arguments'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column }, read) => textsOf(read(column)).flatMap(wordsOf),
  push: ({ column }, test) => {
    if (test.kind === 'present') return pushed(finds(column, String.raw`[^\s]`, 'exact'));
    if (test.kind === 'other')
      return refused(
        `only a comparison with texts can be asked of the arguments inside the command line in ${column.name}`,
      );
    const conds = test.patterns.map((word) => lineTest(column, word, test.caseRule));
    return pushed(or(conds, test.value.origin), [plainArguments(column)]);
  },
};
