import type { Random } from '../base/random.ts';
import { literalScalar } from '../eval/value.ts';
import type { Scalar } from '../functions/function.ts';
import { functions } from '../functions/index.ts';
import type { Cond, Keyword } from '../ir/cond.ts';
import { onCond } from '../ir/cond.ts';
import type { Call, Compare, FieldType, Literal, Value } from '../ir/value.ts';
import { onValue } from '../ir/value.ts';
import { fieldsOfValue } from '../ir/walk.ts';
import { regexTexts } from '../regex/regex-texts.ts';
import { aims, jsonOf } from './aims.ts';
import { type Candidate, type CandidateKind, candidate } from './candidate.ts';
import { type Change, change, products } from './change.ts';
import { addressesAround, scalarsAround } from './scalar-candidates.ts';
import { patternTexts, textsAround } from './text-candidates.ts';

type Changes = readonly Candidate<Change>[];
type Scalars = readonly Candidate<Scalar>[];

/** Of a long list of constants, patterns or expressions this many are looked at. */
const MAX_ALTERNATIVES = 16;
const TEXTS_A_REGEX = 6;

const aimed = (subject: Value, scalars: Scalars): Changes =>
  scalars.flatMap(({ kind, value }) => aims(subject, value).map((made) => candidate(kind, made)));

/** Of each alternative the first candidates first, so that a list is covered before one of its members is explored. */
function interleaved<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

const alternatives = <T>(items: readonly T[], around: (item: T) => Scalars, random: Random): Scalars =>
  interleaved(random.sample(items, MAX_ALTERNATIVES).map(around));

const POOLS: { readonly [T in FieldType | 'integer' | 'number']: readonly Scalar[] } = {
  text: ['x', 'X', 'y', '', 'xx'],
  unknown: ['x', 'X', 'y', '', 1n],
  long: [1n, 2n, 0n, -1n, 10n],
  integer: [1n, 2n, 0n, 3n, 10n],
  double: [1.5, 2n, 0n, -1n],
  number: [1.5, 2n, 0n, -1n],
  boolean: [true, false],
  ip: ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8:0::1'],
  date: [0n, 1_000_000n, 2_000_000n].map((nanos) => ({ kind: 'instant', nanos })),
  version: ['1.0.0', '1.0.1', '2.0.0'].map((text) => ({ kind: 'version', text })),
};

/** Small scalars of the kind that a value is. */
function poolOf(value: Value): readonly Scalar[] {
  if (value.kind === 'field') return POOLS[value.type];
  if (value.kind === 'call') return POOLS[functions[value.fn].returns];
  return value.kind === 'literal' ? [literalScalar(value)] : [];
}

/** Small values for all fields of a test of several, by chance. */
function pooled(value: Value, random: Random): Changes {
  const fields = new Map(fieldsOfValue(value).map((field) => [field.name, field]));
  if (fields.size < 2) return [];
  return Array.from({ length: POOLED }, () =>
    candidate<Change>(
      'near',
      new Map([...fields].map(([name, field]) => [name, jsonOf(random.pick(POOLS[field.type]) ?? null, field)])),
    ),
  );
}

const POOLED = 60;
const MAX_PAIRS = 30;

/** Two values that are no constants: equal, and one beside the other. */
function pairs(left: Value, right: Value): Changes {
  const [a, b] = [poolOf(left), poolOf(right)];
  const both = a.flatMap((x) => b.map((y) => [x, y] as const));
  return both
    .flatMap(([x, y]) => products(aims(left, x), aims(right, y), 4))
    .slice(0, MAX_PAIRS)
    .map((made) => candidate('near', made));
}

function comparison({ left, right }: Compare): Changes {
  if (right.kind === 'literal') return aimed(left, scalarsAround(right));
  return left.kind === 'literal' ? aimed(right, scalarsAround(left)) : pairs(left, right);
}

const LENGTHS = [true, false];

/** A call that is a test: with the affix, without it, and with its neighbours. */
function callChanges(call: Call): Changes {
  const whole = LENGTHS.flatMap((wanted) => aims(call, wanted)).map((made) => candidate('near', made));
  const [subject, part] = call.args;
  if (subject === undefined || part?.kind !== 'literal' || part.type !== 'text') return whole;
  return [...whole, ...aimed(subject, textsAround(part.value))];
}

function regexScalars(texts: readonly string[]): Scalars {
  const [first = ''] = texts;
  const plain = texts.map((text) => candidate<Scalar>('plain', text));
  return [...plain, ...textsAround(first)];
}

function testChanges(value: Value, random: Random): Changes {
  return onValue<Changes>(value, {
    literal: () => [],
    field: ({ name }) => [candidate('plain', change(name, true)), candidate('near', change(name, false))],
    call: callChanges,
    compare: comparison,
    'one-of': (node) => aimed(node.subject, alternatives<Literal>(node.options, scalarsAround, random)),
    match: (node) => aimed(node.subject, alternatives(node.patterns, patternTexts, random)),
    regex: (node) =>
      aimed(
        node.subject,
        alternatives(node.regexes, (regex) => regexScalars(regexTexts(regex, TEXTS_A_REGEX, random)), random),
      ),
    cidr: (node) => aimed(node.subject, alternatives(node.networks, addressesAround, random)),
  });
}

/** Each field of a value taken away. */
const removals = (value: Value): Changes =>
  [...new Set(fieldsOfValue(value).map(({ name }) => name))].map((name) =>
    candidate<Change>('near', change(name, undefined)),
  );

function presence(value: Value, random: Random): Changes {
  const present = poolOf(value).flatMap((scalar) => aims(value, scalar));
  return [...present.map((made) => candidate<Change>('plain', made)), ...pooled(value, random), ...removals(value)];
}

/** Where a keyword is put: any field would do. */
const MESSAGE = 'message';

function keywordChanges({ test }: Keyword, random: Random): Changes {
  const scalars =
    test.kind === 'match'
      ? alternatives(test.patterns, patternTexts, random)
      : alternatives(test.regexes, (regex) => regexScalars(regexTexts(regex, TEXTS_A_REGEX, random)), random);
  const put = (kind: CandidateKind, value: Scalar): Candidate<Change> => candidate(kind, change(MESSAGE, value));
  return [...scalars.map(({ kind, value }) => put(kind, value)), candidate('near', change(MESSAGE, undefined))];
}

/** Changes with which a condition without conditions inside likely holds, or just does not; the oracle tells which. */
export function condCandidates(cond: Cond, random: Random): Changes {
  return onCond<Changes>(cond, {
    true: () => [],
    false: () => [],
    and: () => [],
    or: () => [],
    not: () => [],
    leaf: ({ value }) => [...testChanges(value, random), ...pooled(value, random), ...removals(value)],
    'has-value': ({ value }) => presence(value, random),
    'has-key': ({ field }) => ['x', null, undefined].map((value) => candidate('near', change(field.name, value))),
    keyword: (node) => keywordChanges(node, random),
  });
}
