import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import { compareScalars } from '../../src/functions/scalar.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { CaseRule, Literal, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { Regex } from '../../src/regex/tree.ts';

/** A text for each field. */
export type Choice = Readonly<Record<string, string>>;

function scalarOf(literal: Literal): Scalar {
  if (literal.type === 'null') return null;
  if (literal.type === 'date') return { kind: 'instant', nanos: literal.value };
  return literal.type === 'version' ? { kind: 'version', text: literal.value } : literal.value;
}

/** The empty text, which is asked most, fits where no part asks for a character. */
const fits = (text: string, pattern: Pattern, rule: CaseRule): boolean =>
  text === '' ? pattern.every((part) => part.kind === 'any') : matchPattern(text, pattern, rule);

function mayMatch(regex: Regex, text: string): boolean {
  const matches = compileMatcher(regex);
  return typeof matches !== 'function' || matches(text);
}

const onText = (subject: Scalar, test: (text: string) => boolean): Scalar =>
  typeof subject === 'string' ? test(subject) : null;

/** What a value gives for one text for each field (docs/semantics.md); it serves to find events that show something. */
export function valueAt(value: Value, choice: Choice): Scalar {
  const at = (inner: Value): Scalar => valueAt(inner, choice);
  return onValue<Scalar>(value, {
    literal: scalarOf,
    field: (node) => choice[node.name] ?? null,
    call: (node) => functions[node.fn].evaluate(node.args.map(at), node.caseRule),
    compare: (node) => compareScalars(node.op, at(node.left), at(node.right), node.caseRule),
    'one-of': (node) => {
      const subject = at(node.subject);
      return node.options.some((option) => compareScalars('eq', subject, scalarOf(option), node.caseRule) === true);
    },
    match: (node) =>
      onText(at(node.subject), (text) => node.patterns.some((pattern) => fits(text, pattern, node.caseRule))),
    regex: (node) => onText(at(node.subject), (text) => node.regexes.some((regex) => mayMatch(regex, text))),
    cidr: () => false,
  });
}
