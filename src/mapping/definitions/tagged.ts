import { or } from '../../ir/build.ts';
import { literalText, type Pattern, pattern } from '../../ir/pattern.ts';
import type { DefinitionOf } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { matches, mentions, textsOf } from './texts.ts';

/** The value of an entry in `MD5=…,SHA256=…`; tags are written one way. */
function entryOf(text: string, { tag, separator }: DefinitionOf<'tagged'>): readonly string[] {
  return text
    .split(separator)
    .filter((entry) => entry.startsWith(`${tag}=`))
    .map((entry) => entry.slice(tag.length + 1));
}

const lit = (text: string) => ({ kind: 'lit', text }) as const;
const ANY = { kind: 'any' } as const;

/** The entry stands first or behind a separator, and last or before one. */
function places(value: string, { tag, separator }: DefinitionOf<'tagged'>): readonly Pattern[] {
  const entry = `${tag}=${value}`;
  return [
    pattern([lit(entry)]),
    pattern([lit(entry + separator), ANY]),
    pattern([ANY, lit(separator + entry)]),
    pattern([ANY, lit(separator + entry + separator), ANY]),
  ];
}

/** One entry of a list of `TAG=value` in a text. */
export const tagged: DefinitionKind<'tagged'> = {
  columns: ({ column }) => [column],
  evaluate: (definition, read) => textsOf(read(definition.column)).flatMap((text) => entryOf(text, definition)),
  push: (definition, test) => {
    const { column, tag, separator } = definition;
    if (test.kind === 'present') {
      const [first, behind] = [pattern([lit(`${tag}=`), ANY]), pattern([ANY, lit(`${separator}${tag}=`), ANY])];
      return pushed(matches(column, [first, behind], 'exact'));
    }
    if (test.kind === 'other')
      return refused(`only a comparison with texts can be asked of an entry in ${column.name}`);
    const texts = test.patterns.flatMap((one) => literalText(one) ?? []);
    if (texts.length < test.patterns.length) return refused(`wildcards can't be asked of an entry in ${column.name}`);
    const possible = texts.filter((text) => !mentions([lit(text)], separator));
    return pushed(
      or(
        [
          matches(
            column,
            possible.flatMap((text) => places(text, definition)),
            test.caseRule,
          ),
        ],
        test.value.origin,
      ),
    );
  },
};
