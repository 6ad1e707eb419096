import { FALSE, or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import type { CompareOp, Value } from '../../ir/value.ts';
import type { Column } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import { wordsOf } from './arguments.ts';
import type { DefinitionKind } from './kind.ts';
import { finds, hasValue, textsOf } from './texts.ts';

/** A word as `wordsOf` sees it. What follows it is a blank or the end, so an expression can end it in one way only. */
const WORD = String.raw`(?:[^\t "]|"[^"]*(?:"|$))+`;
const BLANKS = String.raw`[\t ]`;

/** More words than any rule asks for, and than engines take repetitions. */
const MOST = 100;

/** The line has that many words or more. */
function atLeast(column: Column, count: number): Cond {
  if (count <= 0) return hasValue(column);
  const more = count === 1 ? '' : `(?:${BLANKS}+${WORD}){${count - 1}}`;
  return finds(column, `^${BLANKS}*${WORD}${more}`, 'exact');
}

function atMost(column: Column, count: number): Cond {
  if (count < 0) return FALSE;
  if (count === 0) return finds(column, `^${BLANKS}*$`, 'exact');
  return finds(column, `^${BLANKS}*(?:${WORD}(?:${BLANKS}+${WORD}){0,${count - 1}})?${BLANKS}*$`, 'exact');
}

function exactly(column: Column, count: number): Cond {
  if (count <= 0) return atMost(column, count);
  return finds(column, `^${BLANKS}*${WORD}(?:${BLANKS}+${WORD}){${count - 1}}${BLANKS}*$`, 'exact');
}

const COUNTS: Readonly<Record<CompareOp, (column: Column, count: number) => Cond>> = {
  eq: exactly,
  ne: (column, count) => or([atMost(column, count - 1), atLeast(column, count + 1)]),
  gt: (column, count) => atLeast(column, count + 1),
  gte: atLeast,
  lt: (column, count) => atMost(column, count - 1),
  lte: atMost,
};

/** What the number is compared with; nothing where the test is of another form. */
function asked(value: Value): { readonly op: CompareOp; readonly counts: readonly bigint[] } | undefined {
  if (value.kind === 'compare' && value.left.kind === 'field' && value.right.kind === 'literal')
    return value.right.type === 'integer' ? { op: value.op, counts: [value.right.value] } : undefined;
  if (value.kind !== 'one-of' || value.subject.kind !== 'field') return undefined;
  const counts = value.options.flatMap((option) => (option.type === 'integer' ? [option.value] : []));
  return counts.length === value.options.length ? { op: 'eq', counts } : undefined;
}

/** How many words a command line has. */
export const argumentCount: DefinitionKind<'argument-count'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column }, read) => textsOf(read(column)).map((line) => BigInt(wordsOf(line).length)),
  push: ({ column }, test) => {
    if (test.kind === 'present') return pushed(hasValue(column));
    const found = asked(test.value);
    if (!found || found.counts.some((count) => count > MOST || count < -MOST))
      return refused(`only small whole numbers can be compared with the number of arguments in ${column.name}`);
    const conds = found.counts.map((count) => COUNTS[found.op](column, Number(count)));
    return pushed(or(conds, test.value.origin));
  },
};
