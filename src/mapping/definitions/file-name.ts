import { or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { literalText, type Pattern, pattern } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Note } from '../../target/ledger.ts';
import type { Column, Separator } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { expressionOf, finds, hasValue, matches, mentions, textsOf } from './texts.ts';

const lastPart = (path: string, separator: Separator): string => path.slice(path.lastIndexOf(separator) + 1);

/** Windows has processes without a file, which it names without an ending: `System`, `Registry`. */
const mayLackDirectory = (name: string): boolean => !name.includes('.');

const bareName = (column: Column, name: string): Note => ({
  effect: 'conditional',
  construct: 'mapping/file-name',
  why: `a file name is asked for at the end of the path in ${column.name}`,
  assumption: 'mapping/path-has-directory',
  witness: { [column.name]: name },
});

/** `cmd.exe` is the pattern `*\cmd.exe`; wildcards may not cross into the directory. */
function pathTest(column: Column, name: Pattern, separator: Separator, caseRule: CaseRule): Cond {
  const text = literalText(name);
  if (text !== undefined) {
    const inDirectory = pattern([{ kind: 'any' }, { kind: 'lit', text: separator + text }]);
    return matches(column, mayLackDirectory(text) ? [inDirectory, name] : [inDirectory], caseRule);
  }
  // Nothing but a leading wildcard: whatever the directory, the path ends with the rest.
  if (name[0]?.kind === 'any' && name.length === 2 && name[1]?.kind === 'lit') return matches(column, [name], caseRule);
  const notSeparator = separator === '\\' ? String.raw`[^\\]` : '[^/]';
  const start = separator === '\\' ? String.raw`(?:^|\\)` : '(?:^|/)';
  const [first, ...rest] = name;
  if (first?.kind === 'any') return finds(column, `${expressionOf(rest, notSeparator)}$`, caseRule);
  return finds(column, `${start}${expressionOf(name, notSeparator)}$`, caseRule);
}

/** The last part of a path; a path without a separator is its own last part. */
export const fileName: DefinitionKind<'file-name'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column, separator }, read) => textsOf(read(column)).map((path) => lastPart(path, separator)),
  push: ({ column, separator }, test) => {
    if (test.kind === 'present') return pushed(hasValue(column));
    if (test.kind === 'other')
      return refused(`only a comparison with texts can be asked of a file name inside the path in ${column.name}`);
    const names = test.patterns.filter((name) => !mentions(name, separator));
    const conds = names.map((name) => pathTest(column, name, separator, test.caseRule));
    const bare = names.flatMap((name) => literalText(name) ?? []).find((name) => !mayLackDirectory(name));
    return pushed(or(conds, test.value.origin), bare === undefined ? [] : [bareName(column, bare)]);
  },
};
