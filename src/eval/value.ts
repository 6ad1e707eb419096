import { networkBits, parseAddress } from '../base/ip.ts';
import type { Scalar } from '../functions/function.ts';
import { functions } from '../functions/index.ts';
import { matchPattern } from '../functions/match-pattern.ts';
import { compareScalars, scalarText } from '../functions/scalar.ts';
import type { Call, Literal, Network, Value } from '../ir/value.ts';
import { onValue } from '../ir/value.ts';
import { compileMatcher } from '../regex/matcher.ts';
import type { Regex } from '../regex/tree.ts';
import { type Event, readField } from './read-field.ts';

/** What the oracle can't decide: a regular expression without a linear-time matcher. Callers show the reason. */
class NotDecidable extends Error {
  override readonly name = 'NotDecidable';
}

export function literalScalar(literal: Literal): Scalar {
  switch (literal.type) {
    case 'null':
      return null;
    case 'date':
      return { kind: 'instant', nanos: literal.value };
    case 'version':
      return { kind: 'version', text: literal.value };
    case 'text':
    case 'integer':
    case 'real':
    case 'boolean':
      return literal.value;
  }
}

/** The text that patterns, regular expressions and networks see; dates and versions have none. */
const textOf = (value: Scalar): string | null => {
  if (value === null) return null;
  if (typeof value !== 'object') return scalarText(value);
  return value.kind === 'version' ? value.text : null;
};

function inNetwork(text: string, network: Network): boolean {
  const address = parseAddress(text);
  return address?.family === network.family && networkBits(address, network.prefix) === network.bits;
}

const matchers = new WeakMap<Regex, (text: string) => boolean>();

function matcherOf(regex: Regex): (text: string) => boolean {
  const known = matchers.get(regex);
  if (known) return known;
  const compiled = compileMatcher(regex);
  if (typeof compiled !== 'function') throw new NotDecidable(compiled.unsupported);
  matchers.set(regex, compiled);
  return compiled;
}

export const matchesRegex = (text: string, regex: Regex): boolean => matcherOf(regex)(text);

/** Tests the text of each possible subject. */
const testText = (subjects: readonly Scalar[], test: (text: string) => boolean): readonly Scalar[] =>
  subjects.map((subject) => {
    const text = textOf(subject);
    return text === null ? null : test(text);
  });

function callValues(call: Call, event: Event): readonly Scalar[] {
  const spec = functions[call.fn];
  let rows: readonly (readonly Scalar[])[] = [[]];
  for (const arg of call.args) {
    const choices = possibleValues(arg, event);
    rows = rows.flatMap((row) => choices.map((choice) => [...row, choice]));
  }
  return rows.map((row) => spec.evaluate(row, call.caseRule));
}

/**
 * Every value that an expression can take over the choices of one element for each occurrence of a field; an absent field's only choice
 * is null. Choices are independent, so an operator's values are those of all pairs of its operands' values.
 */
export function possibleValues(value: Value, event: Event): readonly Scalar[] {
  return onValue<readonly Scalar[]>(value, {
    literal: (node) => [literalScalar(node)],
    field: (node) => {
      const elements = readField(event, node);
      return elements.length > 0 ? elements : [null];
    },
    call: (node) => callValues(node, event),
    compare: (node) => {
      const right = possibleValues(node.right, event);
      return possibleValues(node.left, event).flatMap((a) =>
        right.map((b) => compareScalars(node.op, a, b, node.caseRule)),
      );
    },
    'one-of': (node) =>
      possibleValues(node.subject, event).map((a) =>
        a === null
          ? null
          : node.options.some((option) => compareScalars('eq', a, literalScalar(option), node.caseRule) === true),
      ),
    match: (node) =>
      testText(possibleValues(node.subject, event), (text) =>
        node.patterns.some((pattern) => matchPattern(text, pattern, node.caseRule)),
      ),
    regex: (node) =>
      testText(possibleValues(node.subject, event), (text) => node.regexes.some((regex) => matchesRegex(text, regex))),
    cidr: (node) =>
      testText(possibleValues(node.subject, event), (text) =>
        node.networks.some((network) => inNetwork(text, network)),
      ),
  });
}
