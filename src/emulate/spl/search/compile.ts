import type {
  RawText,
  SearchComparison,
  SearchExpr,
  SearchIn,
  SearchOperator,
  SearchTerm,
  SearchValue,
} from '../../../../grammars/spl/ast.ts';
import { foldAscii } from '../../../base/fold.ts';
import { inNetwork, type Network, parseNetwork } from '../address.ts';
import type { Context } from '../context.ts';
import { unescapeSearch } from '../text-escapes.ts';
import { resolveTime } from '../time/relative.ts';
import { type Atom, atoms, compareText, isMulti, numberOf, type Row, type SplValue, textOf } from '../value.ts';
import { fitsStars, starPattern } from '../wildcard.ts';
import { foldAll } from './fold.ts';
import { anyBreaker, holdsTerm, isMajor, majorBreaker, segments } from './terms.ts';

export type Predicate = (row: Row) => boolean;
type AtomTest = (value: Atom) => boolean;

type Cases = {
  readonly [K in SearchExpr['kind']]: (expr: Extract<SearchExpr, { kind: K }>, context: Context) => Predicate;
};

/** Compiles a condition of `search`. Faults go to the context; the predicate is then not to be trusted. */
export function compileSearch(expr: SearchExpr, context: Context): Predicate {
  // The table is indexed by the node's own kind, which TypeScript cannot follow.
  const compile = CASES[expr.kind] as (expr: SearchExpr, context: Context) => Predicate;
  return compile(expr, context);
}

const CASES: Cases = {
  and: ({ parts }, context) => {
    const tests = parts.map((part) => compileSearch(part, context));
    return (row) => tests.every((test) => test(row));
  },
  or: ({ parts }, context) => {
    const tests = parts.map((part) => compileSearch(part, context));
    return (row) => tests.some((test) => test(row));
  },
  // NOT also returns events without the field. [SM/NOTexpressions]
  not: ({ body }, context) => {
    const test = compileSearch(body, context);
    return (row) => !test(row);
  },
  comparison,
  in: inList,
  term,
};

/** What a value says, its escapes resolved. */
function meaning(value: RawText, context: Context): string {
  const escapes = value.quoted || context.readings.bareBackslash === 'escape';
  return escapes ? unescapeSearch(value.text) : value.text;
}

const fold = (context: Context): ((text: string) => string) =>
  context.readings.searchFold === 'unicode' ? foldAll : foldAscii;

/** A field's name stands as it is, and no star may be in it. */
function fieldName(field: RawText, context: Context): string {
  const name = meaning(field, context);
  if (name.includes('*')) context.report('spl/unsupported', { what: 'a wildcard in the name of a field' }, field.span);
  if (name.includes('::'))
    context.report('spl/unsupported', { what: 'a search for an indexed field with `::`' }, field.span);
  return name;
}

function comparison({ field, operator, value, span }: SearchComparison, context: Context): Predicate {
  const modifier = TIME_MODIFIERS.get(field.text);
  if (modifier && !field.quoted) return modifier(meaning(value, context), operator, context, span);
  const name = fieldName(field, context);
  if (value.directive === 'term') context.report('spl/unsupported', { what: 'TERM() as the value of a field' }, span);
  const test = ORDERINGS[operator] ? ordering(operator, value, context) : equality(value, context, 'cidr');
  if (operator === '=' && isAnything(value, context)) return (row) => atoms(row.get(name)).some(test);
  const wanted = operator !== '!=';
  return (row) => someFits(row.get(name), (atom) => test(atom) === wanted, context);
}

const isAnything = (value: SearchValue, context: Context): boolean => /^\*+$/.test(meaning(value, context));

/** Whether a comparison holds for a field: several values are asked about only where a row has them. */
function someFits(value: SplValue | undefined, test: AtomTest, context: Context): boolean {
  if (isMulti(value) && context.readings.searchMultivalue === 'none') return false;
  return atoms(value).some(test);
}

function inList({ field, values }: SearchIn, context: Context): Predicate {
  const name = fieldName(field, context);
  const tests = values.map((value) => equality(value, context, context.readings.cidrInList));
  return (row) => someFits(row.get(name), (atom) => tests.some((test) => test(atom)), context);
}

/** What a value is compared with: what it says, with its quotes where they may be part of it. */
function comparedText(value: SearchValue, context: Context): string {
  const text = meaning(value, context);
  const hasQuotes = value.directive === 'case' && value.quoted && context.readings.quotedCase === 'with-quotes';
  return hasQuotes ? `"${text}"` : text;
}

function equality(value: SearchValue, context: Context, slash: 'cidr' | 'text'): AtomTest {
  const text = comparedText(value, context);
  const network = slash === 'cidr' && !value.directive ? parseNetwork(text) : undefined;
  if (network) return isIn(network, context);
  const exact = value.directive === 'case';
  const normal = exact ? (given: string) => given : fold(context);
  const pattern = starPattern(normal(text));
  const emptyFits =
    context.readings.searchStarMatchesEmpty === 'yes' || pattern.join('') !== '' || pattern.length === 1;
  return (atom) => {
    const given = normal(textOf(atom));
    return fitsStars(pattern, given) && (given !== '' || emptyFits);
  };
}

const isIn =
  (network: Network, { readings }: Context): AtomTest =>
  (atom) =>
    inNetwork(network, textOf(atom), readings) === true;

const ORDERINGS: { readonly [O in SearchOperator]?: (order: number) => boolean } = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** Numbers if both are, else by code points. [SR/search] */
function ordering(operator: SearchOperator, value: SearchValue, context: Context): AtomTest {
  const text = meaning(value, context);
  if (text.includes('*')) context.report('spl/unsupported', { what: `a wildcard beside \`${operator}\`` }, value.span);
  if (value.directive)
    context.report('spl/unsupported', { what: `CASE() or TERM() beside \`${operator}\`` }, value.span);
  const number = numberOf(text);
  const holds = ORDERINGS[operator] ?? (() => false);
  return (atom) => {
    const given = numberOf(atom);
    return holds(number !== undefined && given !== undefined ? given - number : compareText(textOf(atom), text));
  };
}

function term({ value, span }: SearchTerm, context: Context): Predicate {
  const text = meaning(value, context);
  if (text === '*') return () => true;
  const normal = value.directive === 'case' ? (given: string) => given : fold(context);
  const test = rawTest(normal(text), value, context);
  return (row) => {
    const raw = row.get('_raw');
    if (raw === undefined) context.report('spl/no-raw', {}, span);
    return atoms(raw).some((atom) => test(normal(textOf(atom))));
  };
}

/** How a term is sought in raw text that is folded already. */
function rawTest(text: string, value: SearchValue, context: Context): (raw: string) => boolean {
  const pattern = starPattern(text);
  const edge = value.directive === 'term' ? majorBreaker : anyBreaker;
  const broken = [...pattern.join('')].some(isMajor);
  if (value.directive === 'term' && broken) {
    context.report('spl/unsupported', { what: 'TERM() around a major breaker' }, value.span);
  }
  if (pattern.length === 1) return (raw) => holdsTerm(pattern, raw, edge);
  if (broken) context.report('spl/unsupported', { what: 'a wildcard in a phrase of several words' }, value.span);
  if (context.readings.termWildcard === 'any') return (raw) => holdsTerm(pattern, raw, edge);
  return (raw) => segments(raw).some((segment) => holdsTerm(pattern, segment, edge));
}

type TimeModifier = (
  text: string,
  operator: SearchOperator,
  context: Context,
  span: SearchComparison['span'],
) => Predicate;

/** `earliest` is included, `latest` is not. [SearchTimeModifiers] */
const timeLimit =
  (field: string, holds: (time: number, limit: number) => boolean): TimeModifier =>
  (text, operator, context, span) => {
    const limit = resolveTime(text, context.now);
    if (limit === undefined || operator !== '=') context.report('spl/time-text', { text }, span);
    return (row) => {
      const time = numberOf(row.get(field));
      if (time === undefined) context.report('spl/no-time', { field }, span);
      return time !== undefined && limit !== undefined && holds(time, limit);
    };
  };

const TIME_MODIFIERS = new Map<string, TimeModifier>([
  ['earliest', timeLimit('_time', (time, limit) => time >= limit)],
  ['latest', timeLimit('_time', (time, limit) => time < limit)],
  ['_index_earliest', timeLimit('_indextime', (time, limit) => time >= limit)],
  ['_index_latest', timeLimit('_indextime', (time, limit) => time < limit)],
]);
