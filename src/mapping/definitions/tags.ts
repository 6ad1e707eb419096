import { or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import type { Pattern } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Note } from '../../target/ledger.ts';
import type { TaggedColumn } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { hasValue, matches, textsOf } from './texts.ts';

const WHOLE: Note = {
  effect: 'conditional',
  construct: 'mapping/hash',
  why: 'a hash is asked for as a whole, where the rule looks for its beginning in a text',
  assumption: 'mapping/whole-hash',
};

const HASH = /^(?:[A-Za-z0-9]+)=([0-9A-Fa-f]+)$/;

/** `*SHA256=ab12*` asks for one entry as a whole, where the value has the length of that hash. */
function entryTest(columns: readonly TaggedColumn[], pattern: Pattern, caseRule: CaseRule): Cond | undefined {
  const literals = pattern.filter((part) => part.kind === 'lit');
  const [only] = literals;
  if (literals.length !== 1 || !only || pattern.some((part) => part.kind === 'one')) return undefined;
  const [, value] = HASH.exec(only.text) ?? [];
  const found = columns.find(({ tag }) => only.text.toUpperCase().startsWith(`${tag}=`));
  if (value === undefined || !found) return undefined;
  return matches(found.column, [[{ kind: 'lit', text: value }]], caseRule);
}

/** `TAG=value` of each column that has a value, in order, with a separator between. */
export const tags: DefinitionKind<'tags'> = {
  columns: ({ columns }) => columns.map(({ column }) => column),
  evaluate: ({ columns, separator }, read) => {
    const entries = columns.flatMap(({ tag, column }) =>
      textsOf(read(column))
        .slice(0, 1)
        .map((text) => `${tag}=${text}`),
    );
    return entries.length > 0 ? [entries.join(separator)] : [];
  },
  push: ({ columns }, test) => {
    if (test.kind === 'present') return pushed(or(columns.map(({ column }) => hasValue(column))));
    const names = columns.map(({ tag }) => tag).join(', ');
    if (test.kind === 'other')
      return refused(`the target has a column for each of ${names}, and only whole hashes can be asked`);
    const conds = test.patterns.map((one) => entryTest(columns, one, test.caseRule));
    const known = conds.filter((cond) => cond !== undefined);
    if (known.length < conds.length) return refused(`the target has no column for one of the hashes (it has ${names})`);
    return pushed(or(known, test.value.origin), [WHOLE]);
  },
};
