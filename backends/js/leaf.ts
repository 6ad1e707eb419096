import type { Scalar } from '../../src/functions/function.ts';
import { fold } from '../../src/functions/scalar.ts';
import type { HasValue, Keyword, Leaf } from '../../src/ir/cond.ts';
import { literalText as literalPatternText } from '../../src/ir/pattern.ts';
import type { Compare, Field, OneOf, Value } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import {
  asFieldTest,
  compareElement,
  type FieldTest,
  type KeyTest,
  keyTest,
  textReader,
  V,
} from './compare-element.ts';
import { expressionOf, FIELD_READERS, type Occurrence } from './expression.ts';
import { COMPARISON } from './levels.ts';
import { constant } from './lexical.ts';
import type { Dual, Module, ReaderName, View } from './module.ts';
import { orAbsent } from './runtime/field.ts';
import { someText } from './runtime/keyword.ts';
import { anyOf, isOneOf, keywordTest, networksTest, patternsTest, regexesTest } from './text-tests.ts';

/** A condition without conditions inside, as text over `event` and as a closure. */
export type EventTest = Dual<(view: View) => boolean>;

/** A test on the elements of a field, or that a constant is among them. */
type Simple = FieldTest | { readonly reader: ReaderName; readonly includes: string | number | bigint | boolean };

function oneOf(module: Module, field: Field, node: OneOf): Simple | undefined {
  const keys: KeyTest[] = [];
  const tests: FieldTest[] = [];
  for (const option of node.options) {
    const key = keyTest(field, option, node.caseRule);
    if (key) keys.push(key);
    const test = compareElement(module, 'eq', field, option, node.caseRule);
    if (!test) return undefined;
    tests.push(test);
  }
  const [first] = keys;
  const [test] = tests;
  if (!test) return undefined;
  if (!first || keys.length < tests.length) return asFieldTest(test.reader, anyOf(tests));
  const constants = keys.map((key) => key.constant);
  return asFieldTest(first.reader, isOneOf<never>(module, field.name, first.key, first.keyOf, constants));
}

function compared(module: Module, field: Field, { op, right, caseRule }: Compare): Simple | undefined {
  if (right.kind !== 'literal') return undefined;
  const key = op === 'eq' && field.type !== 'date' ? keyTest(field, right, caseRule) : undefined;
  return key ? { reader: key.reader, includes: key.constant } : compareElement(module, op, field, right, caseRule);
}

/** The field that a Boolean value tests, where it tests one directly. */
function testedField(value: Value): Field | undefined {
  if (value.kind === 'literal' || value.kind === 'call') return undefined;
  if (value.kind === 'field') return value;
  const tested = value.kind === 'compare' ? value.left : value.subject;
  return tested.kind === 'field' ? tested : undefined;
}

/** A Boolean value over one field in the plainest words, where there are such. */
function simple(module: Module, field: Field, value: Value): Simple | undefined {
  switch (value.kind) {
    case 'literal':
    case 'call':
      return undefined;
    case 'field':
      return value.type === 'boolean' ? { reader: 'asBoolean', includes: true } : undefined;
    case 'compare':
      return compared(module, field, value);
    case 'one-of':
      return oneOf(module, field, value);
    case 'match': {
      const reader = textReader(field, value.caseRule);
      const only = value.patterns.length === 1 ? literalPatternText(value.patterns[0] ?? []) : undefined;
      if (reader && only !== undefined) return { reader, includes: fold(only, value.caseRule) };
      return reader && asFieldTest(reader, patternsTest(module, field.name, value.patterns, value.caseRule));
    }
    case 'regex': {
      const reader = textReader(field, 'exact');
      return reader && asFieldTest(reader, regexesTest(module, field.name, value.regexes));
    }
    case 'cidr': {
      const reader = field.type === 'ip' ? 'asIp' : textReader(field, 'exact');
      return reader && asFieldTest(reader, networksTest(module, field.name, value.networks));
    }
  }
}

function simpleTest(module: Module, field: Field, found: Simple): EventTest {
  const elements = module.read(field.name, found.reader);
  if ('includes' in found) {
    const { includes } = found;
    return {
      text: q(0)`${elements.text}.includes(${constant(includes)})`,
      run: (view) => (elements.run(view) as readonly unknown[]).includes(includes),
    };
  }
  if (found.always) return present(elements.text, elements.run);
  return {
    text: arrow(q(0)`${elements.text}.some`, V, found.text),
    run: (view) => elements.run(view).some(found.run as (element: unknown) => boolean),
  };
}

const present = (text: Frag, run: (view: View) => readonly unknown[]): EventTest => ({
  text: q(COMPARISON)`${text}.length > 0`,
  run: (view) => run(view).length > 0,
});

/** A call with a function for its last argument: `callee(lead(variable) => body)`. */
function arrow(callee: Frag, variable: Frag, body: Frag, lead: '' | 'event, ' = ''): Frag {
  const inner = q(0)`${raw(lead)}(${variable}) => ${body}`;
  return { level: 0, doc: [callee.doc, { kind: 'indent', open: '(', close: ')', doc: inner.doc }] };
}

type Choose = 'some' | 'every';

/** Some choice, or every choice, of one element for each occurrence passes. */
function choose(
  module: Module,
  how: Choose,
  occurrences: readonly Occurrence[],
  test: Dual<(elements: readonly Scalar[]) => boolean>,
): EventTest {
  const text = occurrences.reduceRight<Frag>((inner, occurrence) => {
    const elements = occurrence.mayBeAbsent
      ? q(0)`${module.use('orAbsent')}(${occurrence.reading.text})`
      : occurrence.reading.text;
    return arrow(q(0)`${elements}.${raw(how)}`, occurrence.variable, inner);
  }, test.text);
  const from = (view: View, chosen: readonly Scalar[]): boolean => {
    const occurrence = occurrences[chosen.length];
    if (!occurrence) return test.run(chosen);
    const elements = occurrence.reading.run(view);
    return (occurrence.mayBeAbsent ? orAbsent(elements) : elements)[how]((element) => from(view, [...chosen, element]));
  };
  return { text: occurrences.length === 0 ? test.text : text, run: (view) => from(view, []) };
}

/** A leaf holds iff its value is true for some choice of elements. */
export function leafTest(module: Module, { value }: Leaf): EventTest {
  const field = testedField(value);
  const found = field && simple(module, field, value);
  if (field && found) return simpleTest(module, field, found);
  const { text, run, occurrences, sure } = expressionOf(module, value, false);
  return choose(module, 'some', occurrences, {
    text: sure === 'boolean' ? text : q(COMPARISON)`${text} === true`,
    run: (elements) => run(elements) === true,
  });
}

/** A value is there for every choice of elements; for a field: it has an element. */
export function hasValueTest(module: Module, { value }: HasValue): EventTest {
  if (value.kind === 'field') {
    const elements = module.read(value.name, value.type === 'unknown' ? 'asText' : FIELD_READERS[value.type]);
    return present(elements.text, elements.run);
  }
  const { text, run, occurrences } = expressionOf(module, value, true);
  return choose(module, 'every', occurrences, {
    text: q(COMPARISON)`${text} !== null`,
    run: (elements) => run(elements) !== null,
  });
}

const FOLDERS = { ascii: 'foldAscii', simple: 'foldSimple' } as const;

/** Some text of the event passes. */
export function keywordHolds(module: Module, node: Keyword): EventTest {
  const { rule, test } = keywordTest(module, node.test);
  const body = rule === 'exact' ? test.text : arrow(q(0)`[${module.use(FOLDERS[rule])}(v)].some`, V, test.text);
  return {
    text: arrow(q(0)`${module.use('someText')}`, V, body, 'event, '),
    run: ({ event }) => someText(event, (text) => test.run(fold(text, rule))),
  };
}
