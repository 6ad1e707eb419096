import { or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { literalText, type Pattern, pattern } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Column, Separator } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { expressionOf, finds, matches, mentions, textsOf } from './texts.ts';

function extensionOf(path: string, separator: Separator): readonly string[] {
  const name = path.slice(path.lastIndexOf(separator) + 1);
  const dot = name.lastIndexOf('.');
  return dot === -1 ? [] : [name.slice(dot + 1)];
}

const inClass = (separator: Separator): string => (separator === '\\' ? String.raw`[^\\.]` : '[^/.]');

function ending(column: Column, extension: Pattern, separator: Separator, caseRule: CaseRule): Cond {
  const text = literalText(extension);
  if (text !== undefined)
    return matches(column, [pattern([{ kind: 'any' }, { kind: 'lit', text: `.${text}` }])], caseRule);
  return finds(column, String.raw`\.${expressionOf(extension, inClass(separator))}$`, caseRule);
}

/** What stands behind the last dot of a file's name, without the dot. */
export const extension: DefinitionKind<'extension'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column, separator }, read) => textsOf(read(column)).flatMap((path) => extensionOf(path, separator)),
  push: ({ column, separator }, test) => {
    if (test.kind === 'present') return pushed(finds(column, String.raw`\.${inClass(separator)}*$`, 'exact'));
    if (test.kind === 'other')
      return refused(`only a comparison with texts can be asked of the file ending in ${column.name}`);
    const possible = test.patterns.filter((one) => !mentions(one, '.') && !mentions(one, separator));
    return pushed(
      or(
        possible.map((one) => ending(column, one, separator, test.caseRule)),
        test.value.origin,
      ),
    );
  },
};
