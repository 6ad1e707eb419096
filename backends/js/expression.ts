import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { compareScalars } from '../../src/functions/scalar.ts';
import type { Call, CaseRule, CompareOp, Field, FieldType, FunctionId, Literal, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { type FunctionRow, functionRows } from './functions.ts';
import { COMPARISON, UNARY } from './levels.ts';
import { array, constant, string } from './lexical.ts';
import type { HelperName, Module, ReaderName, Reading } from './module.ts';
import { isOneOf, testText } from './runtime/compare.ts';
import { networksTest, patternsTest, regexesTest, type TextTest } from './text-tests.ts';

/** A field where it stands in a value: each occurrence takes its element on its own. */
export interface Occurrence {
  readonly variable: Frag;
  readonly reading: Reading<Scalar>;
  /** An absent field is a choice here: what is around it may take it without being absent itself. */
  readonly mayBeAbsent: boolean;
}

/** A value as an expression over the elements of its occurrences, in order. */
export interface Expression {
  readonly text: Frag;
  /** What it is for every choice of elements, where it is never absent: then JavaScript's own operators say what is meant. */
  readonly sure?: Sure | undefined;
  readonly run: (elements: readonly Scalar[]) => Scalar;
}

type Sure = 'text' | 'integer' | 'boolean';

const SURE_FIELDS: { readonly [T in FieldType]?: Sure } = {
  text: 'text',
  ip: 'text',
  long: 'integer',
  boolean: 'boolean',
};

/** Functions that are never absent where their arguments are not. */
const SURE_CALLS: { readonly [F in FunctionId]?: Sure } = {
  length: 'integer',
  substring: 'text',
  'starts-with': 'boolean',
  'ends-with': 'boolean',
  'string-contains': 'boolean',
};

const isSureCall = (fn: FunctionId, args: readonly Expression[]): boolean => {
  const [first, ...rest] = args;
  const other: Sure = fn === 'substring' ? 'integer' : 'text';
  return first?.sure === 'text' && rest.every((arg) => arg.sure === other);
};

/** Whether `===` or `<` between the two says what is meant. Text in order is by code point, which `<` is not. */
const isPlain = (op: CompareOp, a: Expression, b: Expression, rule: CaseRule): boolean =>
  a.sure !== undefined &&
  a.sure === b.sure &&
  (a.sure === 'integer' || ((op === 'eq' || op === 'ne') && (a.sure === 'boolean' || rule === 'exact')));

const WORDS: { readonly [O in CompareOp]: string } = { eq: '===', ne: '!==', lt: '<', lte: '<=', gt: '>', gte: '>=' };

/** The parameters that take an absent argument for a left-out one (docs/semantics.md, "Arithmetic and functions"). */
const TAKES_ABSENT: { readonly [F in FunctionId]?: readonly number[] } = {
  'index-of': [2],
  number: [1],
  substring: [1, 2],
};

export const FIELD_READERS: { readonly [T in FieldType]: ReaderName } = {
  text: 'asText',
  long: 'asLong',
  double: 'asDouble',
  boolean: 'asBoolean',
  ip: 'asIp',
  date: 'asDate',
  version: 'asVersion',
  unknown: 'asScalar',
};

function literalScalar(literal: Literal): Scalar {
  if (literal.type === 'null') return null;
  if (literal.type === 'date') return { kind: 'instant', nanos: literal.value };
  return literal.type === 'version' ? { kind: 'version', text: literal.value } : literal.value;
}

class Builder {
  readonly occurrences: Occurrence[] = [];
  readonly #module: Module;

  constructor(module: Module) {
    this.#module = module;
  }

  build(value: Value, mayBeAbsent: boolean): Expression {
    return onValue<Expression>(value, {
      literal: (node) => {
        const scalar = literalScalar(node);
        const sure = node.type === 'text' || node.type === 'integer' || node.type === 'boolean' ? node.type : undefined;
        return { text: constant(scalar), sure, run: () => scalar };
      },
      field: (node) => this.#occurrence(node, mayBeAbsent),
      call: (node) => this.#call(node, mayBeAbsent),
      compare: ({ op, left, right, caseRule }) => {
        const [a, b] = [this.build(left, mayBeAbsent), this.build(right, mayBeAbsent)];
        if (isPlain(op, a, b, caseRule)) return plainCompare(op, a, b);
        return {
          text: q(0)`${this.#use('compareScalars')}(${string(op)}, ${a.text}, ${b.text}, ${string(caseRule)})`,
          run: (elements) => compareScalars(op, a.run(elements), b.run(elements), caseRule),
        };
      },
      'one-of': ({ subject, options, caseRule }) => {
        const a = this.build(subject, mayBeAbsent);
        const scalars = options.map(literalScalar);
        return {
          text: q(0)`${this.#use('isOneOf')}(${a.text}, ${array(scalars.map(constant))}, ${string(caseRule)})`,
          run: (elements) => isOneOf(a.run(elements), scalars, caseRule),
        };
      },
      match: (node) =>
        this.#textTest(node.subject, mayBeAbsent, node.caseRule, (name) =>
          patternsTest(this.#module, name, node.patterns, node.caseRule),
        ),
      regex: (node) =>
        this.#textTest(node.subject, mayBeAbsent, 'exact', (name) => regexesTest(this.#module, name, node.regexes)),
      cidr: (node) =>
        this.#textTest(node.subject, mayBeAbsent, 'exact', (name) => networksTest(this.#module, name, node.networks)),
    });
  }

  #use(helper: HelperName): Frag {
    return this.#module.use(helper);
  }

  #occurrence(node: Field, mayBeAbsent: boolean): Expression {
    const index = this.occurrences.length;
    const variable = raw(index === 0 ? 'v' : `v${index + 1}`);
    const reading = this.#module.read(node.name, FIELD_READERS[node.type]);
    this.occurrences.push({ variable, reading, mayBeAbsent });
    const sure = mayBeAbsent ? undefined : SURE_FIELDS[node.type];
    return { text: variable, sure, run: (elements) => elements[index] ?? null };
  }

  #call(node: Call, mayBeAbsent: boolean): Expression {
    const row: FunctionRow & { readonly helper: HelperName } = functionRows[node.fn];
    const args = node.args.map((arg, i) =>
      this.build(arg, mayBeAbsent || (TAKES_ABSENT[node.fn]?.includes(i) ?? false)),
    );
    const written = args.map((arg) => arg.text);
    if (row.arity !== undefined) {
      while (written.length < row.arity) written.push(raw('undefined'));
      written.push(string(node.caseRule));
    }
    const { evaluate } = functions[node.fn];
    return {
      sure: isSureCall(node.fn, args) ? SURE_CALLS[node.fn] : undefined,
      text: q(0)`${this.#use(row.helper)}(${commas(written)})`,
      run: (elements) =>
        evaluate(
          args.map((arg) => arg.run(elements)),
          node.caseRule,
        ),
    };
  }

  #textTest(subject: Value, mayBeAbsent: boolean, rule: CaseRule, make: (name: string) => TextTest): Expression {
    const inner = this.build(subject, mayBeAbsent);
    const test = make(fieldsOfValue(subject)[0]?.name ?? 'text');
    return {
      text: q(0)`${this.#use('testText')}(${inner.text}, ${string(rule)}, (v) => ${test.text})`,
      run: (elements) => testText(inner.run(elements), rule, test.run),
    };
  }
}

function plainCompare(op: CompareOp, a: Expression, b: Expression): Expression {
  return {
    text: q(COMPARISON)`${parens(a.text, UNARY)} ${raw(WORDS[op])} ${parens(b.text, UNARY)}`,
    sure: 'boolean',
    run: (elements) => compareScalars(op, a.run(elements), b.run(elements), 'exact'),
  };
}

function commas(items: readonly Frag[]): Frag {
  return { level: 0, doc: items.flatMap((item, i) => (i === 0 ? [item.doc] : [', ', item.doc])) };
}

/** Any value, with the fields it reads. `mayBeAbsent`: an absent field is a choice too. */
export function expressionOf(
  module: Module,
  value: Value,
  mayBeAbsent: boolean,
): Expression & { readonly occurrences: readonly Occurrence[] } {
  const builder = new Builder(module);
  const expression = builder.build(value, mayBeAbsent);
  return { ...expression, occurrences: builder.occurrences };
}
