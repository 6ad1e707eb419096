import type { HasKey, HasValue, Leaf } from '../../src/ir/cond.ts';
import { type Pattern, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule, Field, Literal, Value } from '../../src/ir/value.ts';
import type { Connectives, Emitted, LeafCases } from '../../src/target/emit-cond.ts';
import { enclosed, type Frag, q, raw } from '../../src/target/frag.ts';
import { onlySpelling, versionNote } from './compare.ts';
import { emptyWitness } from './empty-text.ts';
import { hasCase, patternCaseNotes } from './letters.ts';
import { canSearch, canSearchField, casedValue, isTerm, LEVEL, searchField, searchValue } from './lexical.ts';
import { plainText } from './plain-text.ts';
import { noteEmpty, noteHasKey, noteHasValue } from './presence-notes.ts';
import { samplePattern } from './samples.ts';
import { anyOf, assume, negated, newScope, type Scope } from './scope.ts';

/** The fields that a search compares, each with a value that passes; fills up while it is written. */
export type SearchedFields = Map<string, { readonly field: Field; readonly passing: string }>;

/** What a search can ask of one field: to be there, or to be like one of some values. */
type Ask =
  | { readonly kind: 'present'; readonly field: Field }
  | { readonly kind: 'like'; readonly field: Field; readonly patterns: readonly Pattern[]; readonly rule: CaseRule };

const literalPattern = (text: string): Pattern => [{ kind: 'lit', text }];

/** Equality with texts. Case counts in `true` as well. */
function equals(field: Field, literals: readonly Literal[], rule: CaseRule): Ask | undefined {
  const texts = literals.flatMap((literal) => plainText(literal) ?? []);
  if (field.type === 'date' || field.type === 'ip' || texts.length < literals.length || !texts.every(canSearch))
    return undefined;
  const isWord = field.type === 'text' || field.type === 'unknown';
  return { kind: 'like', field, patterns: texts.map(literalPattern), rule: isWord ? rule : 'exact' };
}

/** A wildcard in the middle of a value is not sure to find it in the index (Search Manual, "Wildcards"). */
function isSimple(pattern: Pattern): boolean {
  const shape = shapeOf(pattern);
  return shape.kind !== 'glob' && shape.kind !== 'present' && canSearch(shape.text);
}

const isLoneAny = (pattern: Pattern): boolean => pattern.length === 1 && pattern[0]?.kind === 'any';

function like(field: Field, patterns: readonly Pattern[], rule: CaseRule): Ask | undefined {
  if (field.type === 'date') return undefined;
  if (patterns.some(isLoneAny)) return { kind: 'present', field };
  return patterns.every(isSimple) ? { kind: 'like', field, patterns, rule } : undefined;
}

/** What a test asks, where it is a test of a field that a search can say. */
function asked(value: Value): Ask | undefined {
  if (value.kind === 'field' && value.type === 'boolean')
    return equals(value, [{ kind: 'literal', type: 'boolean', value: true }], 'exact');
  if (value.kind === 'compare' && value.op === 'eq' && value.left.kind === 'field' && value.right.kind === 'literal')
    return equals(value.left, [value.right], value.caseRule);
  if (!('subject' in value) || value.subject.kind !== 'field') return undefined;
  const { subject: field } = value;
  if (value.kind === 'one-of') return equals(field, value.options, value.caseRule);
  if (value.kind === 'match') return like(field, value.patterns, value.caseRule);
  if (value.kind === 'regex') return undefined;
  const texts = value.networks.flatMap((network) => onlySpelling(network) ?? []);
  return texts.length === value.networks.length
    ? { kind: 'like', field, patterns: texts.map(literalPattern), rule: 'exact' }
    : undefined;
}

function askedByLeaf({ value }: Leaf): Ask | undefined {
  const ask = asked(value);
  return ask && canSearchField(ask.field) ? ask : undefined;
}

/** Whether a search can say what a leaf asks. */
export const canSearchLeaf = (node: Leaf): boolean => askedByLeaf(node) !== undefined;
export const canSearchValue = ({ value }: HasValue): boolean => value.kind === 'field' && canSearchField(value);
export const canSearchKey = ({ field }: HasKey): boolean => canSearchField(field);

const isThere = (field: Field): Frag => q(LEVEL.atom)`${searchField(field.name)}=${raw('*')}`;

const patternHasCase = (pattern: Pattern): boolean => pattern.some((part) => part.kind === 'lit' && hasCase(part.text));

/** `f="a"`, or `f IN ("a", "b*")`. */
function oneOf(field: Field, values: readonly Frag[]): readonly Frag[] {
  const [only] = values;
  const name = searchField(field.name);
  if (!only) return [];
  return [
    values.length === 1 ? q(LEVEL.atom)`${name}=${only}` : q(LEVEL.atom)`${name} IN ${enclosed('(', values, ')')}`,
  ];
}

/** A search ignores case but in the directive that stands for one value. */
function alternatives(scope: Scope, { field, patterns, rule }: Extract<Ask, { kind: 'like' }>): Frag {
  const isCased = (pattern: Pattern): boolean => rule === 'exact' && patternHasCase(pattern);
  const plain = patterns.filter((pattern) => !isCased(pattern)).map(searchValue);
  const exact = patterns.filter(isCased);
  const quoted = exact.find((pattern) => !isTerm(pattern));
  if (quoted) {
    const why = 'nothing is said of quotes inside CASE()';
    assume(scope, 'case', 'splunk/quoted-case', why, { [field.name]: samplePattern(quoted) });
  }
  return anyOf([...oneOf(field, plain), ...exact.flatMap((pattern) => oneOf(field, [casedValue(pattern)]))]);
}

const NUMERIC: ReadonlySet<Field['type']> = new Set(['long', 'double']);

function noteTypes(scope: Scope, value: Value, field: Field): void {
  const literal = value.kind === 'compare' ? value.right : value.kind === 'one-of' ? value.options[0] : undefined;
  if (literal?.kind !== 'literal') return;
  if (field.type === 'version') versionNote(scope, value, literal);
  if (!NUMERIC.has(field.type)) return;
  const why = 'a number is compared as the text that the event has';
  const text = plainText(literal) ?? '';
  assume(scope, 'compare', 'number/plain-spelling', why, { [field.name]: text.replace(/^-?/, '$&0') });
}

function emitLeaf(node: Leaf, fields: SearchedFields): Emitted {
  const scope = newScope(node.origin);
  const ask = askedByLeaf(node);
  if (!ask) throw new Error('isorule bug: a test that a search can not say was planned for one');
  const { field } = ask;
  const empty = emptyWitness(node.value);
  if (empty) noteEmpty(scope, node.value.kind, empty);
  if (ask.kind === 'present') return { frag: isThere(field), notes: scope.notes };
  patternCaseNotes(scope, 'search', node.value.kind, field, ask.patterns, ask.patterns, ask.rule);
  noteTypes(scope, node.value, field);
  const [first] = ask.patterns;
  if (first && !fields.has(field.name)) fields.set(field.name, { field, passing: samplePattern(first) });
  return { frag: alternatives(scope, ask), notes: scope.notes };
}

function emitHasValue({ value, origin }: HasValue): Emitted {
  const scope = newScope(origin);
  if (value.kind !== 'field') throw new Error('isorule bug: a computed value was planned for a search');
  noteHasValue(scope, value);
  return { frag: isThere(value), notes: scope.notes };
}

function emitHasKey({ field, origin }: HasKey): Emitted {
  const scope = newScope(origin);
  noteHasKey(scope, field);
  return { frag: isThere(field), notes: scope.notes };
}

/** How a search writes what stands in the leaves of a condition. Nothing is null there: `NOT` needs no guard. */
export const searchLeaves = (fields: SearchedFields): LeafCases => ({
  leaf: (node) => emitLeaf(node, fields),
  'has-value': emitHasValue,
  'has-key': emitHasKey,
  keyword: () => {
    throw new Error('isorule bug: a keyword was planned for a search, which looks for terms');
  },
});

/** How a search writes conditions. */
export const searchWords: Connectives = {
  and: { word: 'AND', level: LEVEL.junction },
  or: { word: 'OR', level: LEVEL.junction },
  not: { emit: negated, operandLevel: LEVEL.junction },
  true: raw('index=*'),
  false: raw('NOT index=*', LEVEL.not),
  longestChain: Number.POSITIVE_INFINITY,
  alwaysBracket: false,
};
