import { type Event, readField } from '../eval/read-field.ts';
import { filterCondition } from '../ir/build.ts';
import type { Pattern } from '../ir/pattern.ts';
import type { Rule } from '../ir/rule.ts';
import type { Value } from '../ir/value.ts';
import { fieldsOfValue, filtersOf, leavesOf } from '../ir/walk.ts';
import type { Column, Definition } from '../mapping/definition.ts';
import { wordsOf } from '../mapping/definitions/arguments.ts';
import type { TargetTable } from '../mapping/pack.ts';

const BLANK = /[\t "]/;

/** Whether a wildcard finds a blank beside a word of the line. */
const hasBlanksBeside = (line: string): boolean => wordsOf(line).length > 1 || /^[\t ]|[\t ]$/.test(line);

/** Whether a pattern may reach from one word of a line into the next: by a wildcard inside, or a blank or quote in its text. */
const patternReaches = (pattern: Pattern): boolean =>
  pattern.some((part, at) =>
    part.kind === 'lit' ? BLANK.test(part.text) : part.kind === 'one' || (at > 0 && at < pattern.length - 1),
  );

function reaches(value: Value): boolean {
  if (value.kind === 'match') return value.patterns.some(patternReaches);
  if (value.kind === 'compare')
    return value.right.kind !== 'literal' || value.right.type !== 'text' || BLANK.test(value.right.value);
  if (value.kind === 'one-of') return value.options.some((one) => one.type !== 'text' || BLANK.test(one.value));
  return true;
}

type Broken = (event: Event) => boolean;

const hasText = (event: Event, column: Column, test: (text: string) => boolean): boolean =>
  readField(event, column).some((value) => typeof value === 'string' && test(value));

const definitionsOf = ({ fields }: TargetTable): readonly (readonly [string, Definition])[] =>
  Object.entries(fields).map(([name, { definition }]) => [name, definition]);

/** Events whose command line has quotes, and where a test of the rule may reach over blanks, those with several words or with blanks at an end. */
function otherLines(rule: Rule, table: TargetTable): Broken {
  const lists = definitionsOf(table).flatMap(([name, definition]) =>
    definition.kind === 'arguments' ? [{ name, column: definition.column }] : [],
  );
  const leaves = filtersOf(rule.query).flatMap(({ filter }) => leavesOf(filterCondition(filter)));
  const isOfList = (value: Value): boolean =>
    fieldsOfValue(value).some((field) => lists.some(({ name }) => name === field.name));
  const overBlanks = leaves.some((leaf) => leaf.kind === 'leaf' && isOfList(leaf.value) && reaches(leaf.value));
  return (event) =>
    lists.some(({ column }) =>
      hasText(event, column, (line) => line.includes('"') || (overBlanks && hasBlanksBeside(line))),
    );
}

/** Events with a separator in the second of two columns that are one field. */
function parted(_: Rule, table: TargetTable): Broken {
  const pairs = definitionsOf(table).flatMap(([, one]) => (one.kind === 'joined' ? [one] : []));
  return (event) =>
    pairs.some(({ columns: [, second], separator }) => hasText(event, second, (text) => text.includes(separator)));
}

/** Events with a bare name in place of a path. */
function bare(_: Rule, table: TargetTable): Broken {
  const paths = definitionsOf(table).flatMap(([, one]) => (one.kind === 'file-name' ? [one] : []));
  return (event) => paths.some(({ column, separator }) => hasText(event, column, (text) => !text.includes(separator)));
}

/** What a mapping assumes of columns, where an event shows whether it holds. */
const BREAKS: Readonly<Record<string, (rule: Rule, table: TargetTable) => Broken>> = {
  'mapping/plain-arguments': otherLines,
  'mapping/no-separator-in-name': parted,
  'mapping/path-has-directory': bare,
};

/** Rows are run as they stand: a definition says what a column means, so what a row is not sure of explains no difference. */
const ROWS: readonly string[] = ['mapping/likely', 'mapping/guess'];

/** Assumptions that no event shows to be broken: with one of them nothing can be held. */
export const unseen = (assumptions: readonly string[]): readonly string[] =>
  assumptions.filter((id) => !ROWS.includes(id) && !Object.hasOwn(BREAKS, id));

/** Whether an event of a table breaks one of the assumptions. */
export function breaks(assumptions: readonly string[], rule: Rule, table: TargetTable): Broken {
  const tests = assumptions.flatMap((id) => (Object.hasOwn(BREAKS, id) ? (BREAKS[id]?.(rule, table) ?? []) : []));
  return (event) => tests.some((isBroken) => isBroken(event));
}
