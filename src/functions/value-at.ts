import { networkBits, parseAddress } from '../base/ip.ts';
import type { Pattern } from '../ir/pattern.ts';
import type { CaseRule, Literal, Network, Value } from '../ir/value.ts';
import { onValue } from '../ir/value.ts';
import { compileMatcher } from '../regex/matcher.ts';
import type { Regex } from '../regex/tree.ts';
import type { Scalar } from './function.ts';
import { functions } from './index.ts';
import { patternsTest } from './match-pattern.ts';
import { compareScalars } from './scalar.ts';

/** One value for each field, by its name; a field without one is absent. */
export type Choice = Readonly<Record<string, Scalar>>;

/** What a constant of a rule is as a value. */
export function scalarOf(literal: Literal): Scalar {
  if (literal.type === 'null') return null;
  if (literal.type === 'date') return { kind: 'instant', nanos: literal.value };
  return literal.type === 'version' ? { kind: 'version', text: literal.value } : literal.value;
}

/** Whether a text is an address in a network. */
export function inNetwork(text: string, network: Network): boolean {
  const address = parseAddress(text);
  return address?.family === network.family && networkBits(address, network.prefix) === network.bits;
}

/** The empty text, which is asked most, fits where no part asks for a character. */
const fitsOne = (text: string, patterns: readonly Pattern[], rule: CaseRule): boolean =>
  text === ''
    ? patterns.some((pattern) => pattern.every((part) => part.kind === 'any'))
    : patternsTest(patterns, rule)(text);

function mayMatch(regex: Regex, text: string): boolean {
  const matches = compileMatcher(regex);
  return typeof matches !== 'function' || matches(text);
}

const onText = (subject: Scalar, test: (text: string) => boolean): Scalar =>
  typeof subject === 'string' ? test(subject) : null;

/**
 * What a value gives for one value of each field (docs/semantics.md), of which patterns, expressions and networks see text only;
 * it serves to find events that show something.
 */
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
    match: (node) => onText(at(node.subject), (text) => fitsOne(text, node.patterns, node.caseRule)),
    regex: (node) => onText(at(node.subject), (text) => node.regexes.some((regex) => mayMatch(regex, text))),
    cidr: (node) => onText(at(node.subject), (text) => node.networks.some((network) => inNetwork(text, network))),
  });
}
