import { type Event, readField } from '../../src/eval/read-field.ts';
import { filterCondition } from '../../src/ir/build.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Value } from '../../src/ir/value.ts';
import { fieldsOfValue, filtersOf, leavesOf } from '../../src/ir/walk.ts';
import { wordsOf } from '../../src/mapping/definitions/arguments.ts';
import type { TargetTable } from '../../src/mapping/pack.ts';

export const PLAIN_ARGUMENTS = 'mapping/plain-arguments';

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

/**
 * Which events `mapping/plain-arguments` is about: those whose command line has quotes, and where a test of the rule may reach over blanks, those with
 * several words or with blanks at an end. All others must be found as the rule says.
 */
export function otherLines(rule: Rule, { fields }: TargetTable): (event: Event) => boolean {
  const lists = Object.entries(fields).flatMap(([name, { definition }]) =>
    definition.kind === 'arguments' ? [{ name, column: definition.column }] : [],
  );
  const leaves = filtersOf(rule.query).flatMap(({ filter }) => leavesOf(filterCondition(filter)));
  const isOfList = (value: Value): boolean =>
    fieldsOfValue(value).some((field) => lists.some(({ name }) => name === field.name));
  const overBlanks = leaves.some((leaf) => leaf.kind === 'leaf' && isOfList(leaf.value) && reaches(leaf.value));
  return (event) =>
    lists.some(({ column }) =>
      readField(event, column).some(
        (line) => typeof line === 'string' && (line.includes('"') || (overBlanks && hasBlanksBeside(line))),
      ),
    );
}
