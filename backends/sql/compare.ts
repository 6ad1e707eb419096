import { plainDecimal } from '../../src/functions/decimal.ts';
import type { CaseRule, Compare, CompareOp, Literal, OneOf, Value } from '../../src/ir/value.ts';
import { type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { OPERATORS, type SqlType } from './dialect.ts';
import { LEVEL } from './levels.ts';
import { type Bound, integerBound, microsBound, numberFrag, realBound } from './numbers.ts';
import { bool, type Expr, inside, NULL_EXPR, note, refused, type Scope, take, witnessFor } from './scope.ts';
import { absent, anyOf, equalsText, isIn, never, present } from './text.ts';

type Kind = 'text' | 'number' | 'boolean' | 'date' | 'version' | 'unknown' | 'null';

const KINDS: { readonly [T in SqlType]: Kind } = {
  text: 'text',
  integer: 'number',
  real: 'number',
  boolean: 'boolean',
  date: 'date',
  version: 'version',
  unknown: 'unknown',
  null: 'null',
};

const FLIPPED: { readonly [Op in CompareOp]: CompareOp } = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  lte: 'gte',
  gt: 'lt',
  gte: 'lte',
};

/** `a = b`, operands bracketed where needed. */
function operator(op: CompareOp, a: Frag, b: Frag): Frag {
  return q(LEVEL.test)`${parens(a, LEVEL.operator)} ${raw(OPERATORS[op])} ${parens(b, LEVEL.operator)}`;
}

/** One comparison on its way: `a` is never a constant where `b` is not. */
interface Pair {
  readonly scope: Scope;
  readonly node: Compare;
  readonly op: CompareOp;
  readonly a: Expr;
  readonly b: Expr;
}

const isEquality = (op: CompareOp): op is 'eq' | 'ne' => op === 'eq' || op === 'ne';

function bounded(pair: Pair, bound: Bound, literal: (value: bigint | number) => Frag): Frag {
  if (bound === 'never') return never(pair.scope, pair.a.frag);
  if (bound === 'always') return present(pair.scope, pair.a.frag);
  return operator(bound.op, pair.a.frag, literal(bound.value));
}

function numbers(pair: Pair): Frag {
  const { scope, node, op, a, b } = pair;
  if (typeof b.constant === 'bigint' || typeof b.constant === 'number') {
    const bound = a.type === 'real' ? realBound(op, b.constant) : integerBound(op, b.constant, a.bits);
    return bounded(pair, bound, (value) => numberLiteral(scope, value));
  }
  if (a.type !== b.type)
    note(scope, 'compare', node, {
      assumption: 'number/double',
      why: 'a whole number is compared with a floating point number as one',
      witness: undefined,
    });
  return operator(op, a.frag, b.frag);
}

const numberLiteral = ({ dialect }: Scope, value: bigint | number): Frag =>
  typeof value === 'bigint' ? dialect.literal.integer(value) : numberFrag(value);

const texts = (pair: Pair): Frag => {
  const { scope, node, op, a, b } = pair;
  if (!isEquality(op)) return operator(op, scope.dialect.byCodePoint(a.frag), scope.dialect.byCodePoint(b.frag));
  if (typeof b.constant === 'string') {
    const equal = equalsText(scope, node, a.frag, [b.constant], node.caseRule);
    return op === 'eq' ? equal : q(LEVEL.not)`NOT ${parens(equal, LEVEL.atom)}`;
  }
  foldingCaveat(scope, 'compare', node.caseRule, [node.left, node.right]);
  return operator(op, folded(pair, a), folded(pair, b));
};

/** A side of an equality of two columns, folded by the case rule. */
function folded({ scope, node }: Pair, side: Expr): Frag {
  if (node.caseRule === 'exact') return side.frag;
  const { lower, fold } = scope.dialect.case;
  return node.caseRule === 'ascii' ? fold(side.frag, { from: '', to: '' }) : lower(side.frag);
}

/** Simple folding of two columns: lower() folds other letters than the rule does, or A to Z only. */
export function foldingCaveat(scope: Scope, construct: string, rule: CaseRule, [left, right]: readonly Value[]): void {
  if (rule !== 'simple' || !left || !right) return;
  const [letter, other] = Object.entries(scope.dialect.case.lookAlikes)[0] ?? ['é', 'É'];
  const witness = { ...witnessFor(left, letter), ...witnessFor(right, other) };
  const why = 'both sides go through lower()';
  note(scope, construct, left, { assumption: 'case/ascii-only', why, witness }, witness);
}

const booleans = ({ scope, op, a, b }: Pair): Frag => (isEquality(op) ? operator(op, a.frag, b.frag) : absent(scope));

function dates(pair: Pair): Frag {
  const { scope, node, op, a, b } = pair;
  if (typeof b.constant !== 'bigint') return operator(op, a.frag, b.frag);
  return bounded(pair, microsBound(op, b.constant), (micros) => {
    const found = scope.dialect.literal.date(BigInt(micros));
    return 'refusal' in found ? refused(scope, node.kind, found.refusal) : found;
  });
}

const SEMVER = /^(0|[1-9]\d*)\.(\d+)(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Another spelling of a version, equal to it. */
function respelled(version: string): string | undefined {
  const found = SEMVER.exec(version);
  if (!found) return undefined;
  return found[5] ? version.slice(0, -found[5].length) : `${version}+build`;
}

function versionCaveat(scope: Scope, node: Value, literal: string | undefined): void {
  const witness = respelled(literal ?? '1.0.0');
  if (witness === undefined) return;
  note(scope, 'compare', node, {
    assumption: 'version/same-spelling',
    why: 'versions are compared as text',
    witness,
  });
}

function versions({ scope, node, op, a, b }: Pair): Frag {
  if (!isEquality(op)) return refused(scope, 'compare', 'SQL has no order of versions');
  versionCaveat(scope, node, typeof b.constant === 'string' ? b.constant : undefined);
  return operator(op, a.frag, b.frag);
}

/** A number or a boolean as text, to meet a field that no schema knows. */
function asText(scope: Scope, node: Value, side: Expr): Expr {
  if (side.type === 'text' || side.type === 'unknown') return { ...side, type: 'text' };
  if (typeof side.constant === 'bigint' || typeof side.constant === 'number' || typeof side.constant === 'boolean') {
    const constant = plainDecimal(side.constant);
    return { frag: scope.dialect.lexical.text(constant), type: 'text', constant };
  }
  if (side.type !== 'integer' && side.type !== 'real' && side.type !== 'boolean')
    return { frag: raw('NULL'), type: 'null' };
  return { frag: take(scope, node.kind, node, scope.dialect.toText[side.type](side.frag)), type: 'text' };
}

const isText = (kind: Kind): boolean => kind === 'text' || kind === 'unknown';

/** Two scalars of different types, or of types that no schema knows: equal as text, ordered as numbers. */
function mixed(pair: Pair): Frag {
  const { scope, node, op, a, b } = pair;
  if (isEquality(op)) return texts({ ...pair, a: asText(scope, node, a), b: asText(scope, node, b) });
  if (a.type === 'boolean' || b.type === 'boolean') return absent(scope);
  const literal = numericConstant(b);
  if (literal !== undefined && (literal >= 2n ** 53n || literal <= -(2n ** 53n)))
    note(scope, 'compare', node, { ...DOUBLES, witness: String(literal) });
  const number = (side: Expr): Expr => (isText(KINDS[side.type]) ? asNumber(scope, node, side) : side);
  return numbers({ ...pair, a: number(a), b: number(b) });
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number that text says in JSON's syntax. */
function numericValue(text: string): bigint | number | undefined {
  if (!JSON_NUMBER.test(text)) return undefined;
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}

const DOUBLES = { assumption: 'number/double', why: 'numbers in text are compared as 64-bit floating point' } as const;

const numericConstant = ({ constant }: Expr): bigint | number | undefined =>
  typeof constant === 'string' ? numericValue(constant) : typeof constant === 'boolean' ? undefined : constant;

function asNumber(scope: Scope, node: Value, side: Expr): Expr {
  if (typeof side.constant === 'string') {
    const constant = numericValue(side.constant);
    return constant === undefined ? NULL_EXPR : { frag: numberLiteral(scope, constant), type: 'real', constant };
  }
  return { frag: take(scope, node.kind, node, scope.dialect.toNumber(side.frag)), type: 'real' };
}

/** Text of which one side may hold numbers, unknown to the schema. */
function perhapsText(pair: Pair): Frag {
  if (isEquality(pair.op)) return texts(pair);
  note(pair.scope, 'compare', pair.node, {
    assumption: 'columns/unknown-is-text',
    why: 'a field of unknown type is ordered as text',
    witness: 10n,
  });
  return texts(pair);
}

const SAME_KIND: { readonly [K in Kind]: (pair: Pair) => Frag } = {
  text: texts,
  number: numbers,
  boolean: booleans,
  date: dates,
  version: versions,
  unknown: perhapsText,
  null: ({ scope }) => absent(scope),
};

const isScalar = (kind: Kind): boolean => isText(kind) || kind === 'number' || kind === 'boolean';

function related(pair: Pair): Frag {
  const [a, b] = [KINDS[pair.a.type], KINDS[pair.b.type]];
  if (a === b) return SAME_KIND[a](pair);
  if (isText(a) && isText(b)) return perhapsText(pair);
  return isScalar(a) && isScalar(b) ? mixed(pair) : absent(pair.scope);
}

export function emitCompare(scope: Scope, node: Compare, value: (scope: Scope, node: Value) => Expr): Expr {
  const [left, right] = [value(inside(scope), node.left), value(inside(scope), node.right)];
  const flip = left.constant !== undefined && right.constant === undefined;
  const [a, b] = flip ? [right, left] : [left, right];
  return bool(related({ scope, node, op: flip ? FLIPPED[node.op] : node.op, a, b }));
}

/** `one-of`: the literals that can be equal at all, in one list. */
export function emitOneOf(scope: Scope, node: OneOf, value: (scope: Scope, node: Value) => Expr): Expr {
  const subject = value(inside(scope), node.subject);
  const tests = ONE_OF[KINDS[subject.type]](scope, node, subject);
  return bool(tests);
}

const plainTextsOf = (options: readonly Literal[]): readonly string[] =>
  options.flatMap((option) =>
    option.type === 'text' || option.type === 'integer' || option.type === 'real' || option.type === 'boolean'
      ? [plainOf(option.value)]
      : [],
  );
const plainOf = (value: string | bigint | number | boolean): string =>
  typeof value === 'string' ? value : plainDecimal(value);

/** The number that a constant equals: text only where it is spelled as the number's own text. */
function numberOf(option: Literal): bigint | number | undefined {
  if (option.type === 'integer' || option.type === 'real') return option.value;
  const value = option.type === 'text' ? numericValue(option.value) : undefined;
  return option.type === 'text' && value !== undefined && plainDecimal(value) === option.value ? value : undefined;
}

function numberList(scope: Scope, node: OneOf, subject: Expr): Frag {
  const bound = (value: bigint | number): Bound =>
    subject.type === 'real' ? realBound('eq', value) : integerBound('eq', value, subject.bits);
  const values = node.options.flatMap((option) => {
    const value = numberOf(option);
    const found = value === undefined ? 'never' : bound(value);
    return typeof found === 'object' ? [numberLiteral(scope, found.value)] : [];
  });
  return values.length > 0 ? isIn(subject.frag, values) : never(scope, subject.frag);
}

/** Dates, booleans and versions are rare in lists: a comparison each. */
function each(scope: Scope, node: OneOf, subject: Expr): Frag {
  const tests = node.options.map((option) => {
    const constant = option.type === 'null' ? undefined : option.value;
    const frag = constant === undefined ? raw('NULL') : constantFrag(scope, option);
    const b: Expr = { frag, type: literalType(option), ...(constant !== undefined && { constant }) };
    const compare: Compare = { kind: 'compare', op: 'eq', left: node.subject, right: option, caseRule: node.caseRule };
    return related({ scope, node: compare, op: 'eq', a: subject, b });
  });
  return tests.length > 0 ? anyOf(tests, scope.dialect.longestChain) : never(scope, subject.frag);
}

const textList = (scope: Scope, node: OneOf, subject: Expr): Frag =>
  equalsText(scope, node, subject.frag, plainTextsOf(node.options), node.caseRule);

const ONE_OF: { readonly [K in Kind]: (scope: Scope, node: OneOf, subject: Expr) => Frag } = {
  text: textList,
  unknown: textList,
  number: numberList,
  boolean: each,
  date: each,
  version: each,
  null: (scope) => absent(scope),
};

const LITERAL_TYPES: { readonly [T in Literal['type']]: SqlType } = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  boolean: 'boolean',
  date: 'date',
  version: 'version',
  null: 'null',
};
export const literalType = (literal: Literal): SqlType => LITERAL_TYPES[literal.type];

/** A constant as SQL. */
export function constantFrag(scope: Scope, literal: Literal): Frag {
  switch (literal.type) {
    case 'text':
    case 'version': {
      const problem = scope.dialect.lexical.unwritable(literal.value);
      return problem ? refused(scope, 'literal', problem) : scope.dialect.lexical.text(literal.value);
    }
    case 'integer':
    case 'real':
      return numberLiteral(scope, literal.value);
    case 'boolean':
      return scope.dialect.literal.boolean(literal.value);
    case 'date': {
      const found = scope.dialect.literal.date(literal.value / 1000n);
      return 'refusal' in found ? refused(scope, 'literal', found.refusal) : found;
    }
    case 'null':
      return raw('NULL');
  }
}
