import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { compareScalars } from '../../src/functions/scalar.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Field, Literal, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { Regex } from '../../src/regex/tree.ts';
import type { EventJson } from '../../src/target/ledger.ts';

type Choice = Readonly<Record<string, string>>;

function scalarOf(literal: Literal): Scalar {
  if (literal.type === 'null') return null;
  if (literal.type === 'date') return { kind: 'instant', nanos: literal.value };
  return literal.type === 'version' ? { kind: 'version', text: literal.value } : literal.value;
}

const fits = (pattern: Pattern, text: string): boolean => pattern.every(({ kind }) => kind === 'any') || text !== '';

function mayMatch(regex: Regex, text: string): boolean {
  const matches = compileMatcher(regex);
  return typeof matches !== 'function' || matches(text);
}

const onText = (subject: Scalar, test: (text: string) => boolean): Scalar =>
  typeof subject === 'string' ? test(subject) : null;

/** What a value gives for texts that are empty, or a stand-in for any other text (docs/semantics.md). */
function valueAt(value: Value, choice: Choice): Scalar {
  const at = (inner: Value): Scalar => valueAt(inner, choice);
  return onValue<Scalar>(value, {
    literal: scalarOf,
    field: (node) => choice[node.name] ?? null,
    call: (node) => functions[node.fn].evaluate(node.args.map(at), node.caseRule),
    compare: (node) => compareScalars(node.op, at(node.left), at(node.right), node.caseRule),
    'one-of': (node) => {
      const subject = at(node.subject);
      return node.options.some((option) => compareScalars('eq', subject, scalarOf(option), 'exact') === true);
    },
    match: (node) => onText(at(node.subject), (text) => node.patterns.some((pattern) => fits(pattern, text))),
    regex: (node) => onText(at(node.subject), (text) => node.regexes.some((regex) => mayMatch(regex, text))),
    cidr: () => false,
  });
}

const isText = ({ type }: Field): boolean => type === 'text' || type === 'unknown';

/** All texts empty; then one at a time, beside a text that is not. */
function choicesOf(names: readonly string[]): readonly Choice[] {
  const all = Object.fromEntries(names.map((name) => [name, '']));
  if (names.length === 1) return [all];
  return [all, ...names.map((name) => ({ ...Object.fromEntries(names.map((other) => [other, 'a'])), [name]: '' }))];
}

/** An event with an empty text in a field that a test holds for, if one is found: a field that Splunk may lack then. */
export function emptyWitness(value: Value): EventJson | undefined {
  const fields = fieldsOfValue(value);
  const names = [...new Set(fields.map(({ name }) => name))];
  if (names.length === 0 || !fields.every(isText)) return undefined;
  return choicesOf(names).find((choice) => valueAt(value, choice) === true);
}
