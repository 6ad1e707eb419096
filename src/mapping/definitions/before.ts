import { or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { literalText, type Pattern, pattern } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Column, Separator } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { expressionOf, finds, matches, mentions, textsOf } from './texts.ts';

const ANY = { kind: 'any' } as const;

/** `NT*` asks for a text that begins so, whose first separator comes later. */
function startTest(column: Column, start: Pattern, separator: Separator, caseRule: CaseRule): Cond {
  const text = literalText(start);
  if (text !== undefined) return matches(column, [pattern([{ kind: 'lit', text: text + separator }, ANY])], caseRule);
  const [other, end] = separator === '\\' ? [String.raw`[^\\]`, String.raw`\\`] : ['[^/]', '/'];
  return finds(column, `^${expressionOf(start, other)}${end}`, caseRule);
}

/** What stands before the first separator. */
export const before: DefinitionKind<'before'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column, separator }, read) =>
    textsOf(read(column)).flatMap((text) => {
      const end = text.indexOf(separator);
      return end === -1 ? [] : [text.slice(0, end)];
    }),
  push: ({ column, separator }, test) => {
    if (test.kind === 'present')
      return pushed(matches(column, [pattern([ANY, { kind: 'lit', text: separator }, ANY])], 'exact'));
    if (test.kind === 'other')
      return refused(`only a comparison with texts can be asked of what stands before ${separator} in ${column.name}`);
    const possible = test.patterns.filter((one) => !mentions(one, separator));
    return pushed(
      or(
        possible.map((one) => startTest(column, one, separator, test.caseRule)),
        test.value.origin,
      ),
    );
  },
};
