import type { Keyword } from '../../src/ir/cond.ts';
import { type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule } from '../../src/ir/value.ts';
import { foundText } from '../../src/regex/regex-texts.ts';
import type { Emitted } from '../../src/target/emit-cond.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { hasCase } from './glob-regex.ts';
import { canWrite, regexString, string } from './lexical.ts';
import { sampleOf } from './lists.ts';
import { rustText } from './regex-text.ts';
import { anyOf, assume, emitted, infix, newScope, type Place, refused, type Scope } from './scope.ts';
import { byRegex, ignoresCase } from './text-tests.ts';

/** All columns: one of them passes (where-operator). What a negated operator means behind it is not documented: none is written. */
const ANY_COLUMN = raw('*');

const IN_COLUMNS = 'a text is looked for in the columns of the table, each as one text';

function patternTest(scope: Scope, pattern: Pattern, rule: CaseRule): Frag {
  if (pattern.every(({ kind }) => kind === 'any'))
    return refused(scope, 'keyword', 'every row has a column that any text fits');
  const shape = shapeOf(pattern);
  if (shape.kind !== 'contains' || (rule === 'simple' && hasCase(shape.text)))
    return byRegex(scope, ANY_COLUMN, pattern, rule);
  if (!canWrite(shape.text)) return refused(scope, 'string', 'half a surrogate pair has no spelling in KQL');
  return infix(ANY_COLUMN, ignoresCase([shape.text], rule) ? 'contains' : 'contains_cs', string(shape.text));
}

function tests(scope: Scope, { test }: Keyword): readonly Frag[] {
  if (test.kind === 'match') return test.patterns.map((pattern) => patternTest(scope, pattern, test.caseRule));
  return test.regexes.map((regex) => {
    const printed = rustText(regex);
    return 'unsupported' in printed
      ? refused(scope, 'regex', `KQL's regular expressions lack ${printed.unsupported}`)
      : infix(ANY_COLUMN, 'matches regex', regexString(printed.text));
  });
}

/** A text that the keyword finds. */
function sample({ test }: Keyword): string {
  if (test.kind === 'match') return sampleOf(test.patterns[0] ?? []) || 'x';
  const [first] = test.regexes;
  return (first && foundText(first)) ?? 'x';
}

/**
 * An object whose text in a dynamic column says something else than its values: a name of a member stands in it too, and a text that JSON
 * escapes stands in it otherwise.
 */
function members(text: string): EventJson {
  const isPlain = JSON.stringify(text) === `"${text}"`;
  return { members: isPlain ? { [text]: 1 } : { name: text } };
}

/** A keyword as a test of all columns. Names of an object's members stand in the text of its column, where a rule does not look. */
export function emitKeyword(place: Place, node: Keyword): Emitted {
  const scope = newScope(place, node.origin);
  const frag = anyOf(tests(scope, node));
  assume(scope, 'keyword', 'kusto/texts-in-columns', IN_COLUMNS, members(sample(node)));
  return emitted(scope, frag);
}
