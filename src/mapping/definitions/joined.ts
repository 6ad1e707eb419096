import { and, or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { type Pattern, pattern } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Note } from '../../target/ledger.ts';
import type { DefinitionOf } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { sourceSpelling, targetPatterns } from './respelled.ts';
import { hasValue, matches, textsOf } from './texts.ts';

interface Split {
  readonly head: Pattern;
  readonly tail: Pattern;
}

/** The ways in which a pattern can lie over `head SEPARATOR tail` where the tail holds no separator. */
function splits(whole: Pattern, separator: string): readonly Split[] {
  const found: Split[] = [];
  for (let at = whole.length - 1; at >= 0; at--) {
    const part = whole[at];
    const [before, behind] = [whole.slice(0, at), whole.slice(at + 1)];
    if (part?.kind === 'any') {
      found.push({ head: pattern([...before, part]), tail: pattern([part, ...behind]) });
    } else if (part?.kind === 'one') {
      found.push({ head: before, tail: behind });
    } else if (part?.kind === 'lit') {
      const place = part.text.lastIndexOf(separator);
      if (place === -1) continue;
      const [left, right] = [part.text.slice(0, place), part.text.slice(place + separator.length)];
      found.push({
        head: pattern([...before, { kind: 'lit', text: left }]),
        tail: pattern([{ kind: 'lit', text: right }, ...behind]),
      });
      // What stands before lies in the head: the tail holds no separator.
      return found;
    }
  }
  return found;
}

const isAnything = (parts: Pattern): boolean => parts.length === 1 && parts[0]?.kind === 'any';

function splitTest(
  definition: DefinitionOf<'joined'>,
  { head, tail }: Split,
  caseRule: CaseRule,
): Cond | { refused: string } {
  const [first, second] = definition.columns;
  const heads = targetPatterns([head], definition.respellings, caseRule);
  if ('refused' in heads) return heads;
  const test = (column: typeof first, parts: readonly Pattern[]): Cond =>
    parts.some(isAnything) ? hasValue(column) : matches(column, parts, caseRule);
  return and([test(first, heads), test(second, [tail])]);
}

const nameIsPlain = ({ columns, separator }: DefinitionOf<'joined'>): Note => ({
  effect: 'conditional',
  construct: 'mapping/joined',
  why: `${columns[0].name} and ${columns[1].name} are asked apart, as if the second held no ${separator}`,
  assumption: 'mapping/no-separator-in-name',
  witness: { [columns[0].name]: 'a', [columns[1].name]: `b${separator}c` },
});

/** A path of which the target has its parts. An event that lacks one of the two has no path. */
export const joined: DefinitionKind<'joined'> = {
  columns: ({ columns }) => columns,
  evaluate: ({ columns: [first, second], separator, respellings }, read) =>
    textsOf(read(first)).flatMap((head) =>
      textsOf(read(second)).map((tail) => `${sourceSpelling(head, respellings)}${separator}${tail}`),
    ),
  push: (definition, test) => {
    const { columns, separator } = definition;
    if (test.kind === 'present') return pushed(and(columns.map(hasValue)));
    if (test.kind === 'other')
      return refused(`only a comparison with texts can be asked of ${columns[0].name} and ${columns[1].name} together`);
    const conds: Cond[] = [];
    for (const one of test.patterns.flatMap((whole) => splits(whole, separator))) {
      const cond = splitTest(definition, one, test.caseRule);
      if ('refused' in cond) return refused(cond.refused);
      conds.push(cond);
    }
    return pushed(or(conds, test.value.origin), [nameIsPlain(definition)]);
  },
};
