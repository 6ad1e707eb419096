import { isoText } from '../../src/base/instant.ts';
import { networkBits, parseAddress } from '../../src/base/ip.ts';
import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import { compareScalars, scalarText } from '../../src/functions/scalar.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { CaseRule, Field, Literal, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { childValues, fieldsOfValue } from '../../src/ir/walk.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { Regex, RegexNode } from '../../src/regex/tree.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { isText } from './columns.ts';

/** One value for each field of a leaf. */
type Choice = ReadonlyMap<string, Scalar>;

function scalarOf(literal: Literal): Scalar {
  if (literal.type === 'null') return null;
  if (literal.type === 'date') return { kind: 'instant', nanos: literal.value };
  return literal.type === 'version' ? { kind: 'version', text: literal.value } : literal.value;
}

function textOf(value: Scalar): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return scalarText(value);
  return value.kind === 'version' ? value.text : null;
}

/** Whether the empty text fits; what can't be told may. */
function nullable(node: RegexNode): boolean {
  switch (node.kind) {
    case 'empty':
    case 'any-string':
    case 'backreference':
    case 'look':
      return true;
    case 'chars':
    case 'interval':
    case 'nothing':
      return false;
    case 'concat':
    case 'intersection':
      return node.parts.every(nullable);
    case 'alternation':
      return node.options.some(nullable);
    case 'repeat':
      return node.min === 0 || nullable(node.body);
    case 'group':
      return nullable(node.body);
    case 'complement':
      return !nullable(node.body);
    case 'assertion':
      return node.test !== 'word' && node.test !== 'unicode-word';
  }
}

const matchers = new WeakMap<Regex, (text: string) => boolean>();

/** Whether an expression matches; one that no matcher can decide may match anything. */
export function mayMatch(regex: Regex, text: string): boolean {
  if (text === '') return nullable(regex.node);
  const known = matchers.get(regex);
  if (known) return known(text);
  const compiled = compileMatcher(regex);
  const matcher = typeof compiled === 'function' ? compiled : () => true;
  matchers.set(regex, matcher);
  return matcher(text);
}

function tested(subject: Scalar, test: (text: string) => boolean): Scalar {
  const text = textOf(subject);
  return text === null ? null : test(text);
}

function inNetwork(text: string, networks: Extract<Value, { kind: 'cidr' }>['networks']): boolean {
  const address = parseAddress(text);
  return networks.some((one) => address?.family === one.family && networkBits(address, one.prefix) === one.bits);
}

/** The empty text, which is asked most, fits where no part asks for a character. */
const fits = (text: string, pattern: Pattern, rule: CaseRule): boolean =>
  text === '' ? pattern.every((part) => part.kind === 'any') : matchPattern(text, pattern, rule);

/** What a Value gives for one value of each field (docs/semantics.md). */
function valueAt(value: Value, choice: Choice): Scalar {
  const at = (inner: Value): Scalar => valueAt(inner, choice);
  return onValue<Scalar>(value, {
    literal: scalarOf,
    field: (node) => choice.get(node.name) ?? null,
    call: (node) => functions[node.fn].evaluate(node.args.map(at), node.caseRule),
    compare: (node) => compareScalars(node.op, at(node.left), at(node.right), node.caseRule),
    'one-of': (node) => {
      const subject = at(node.subject);
      const equals = (option: Literal): boolean =>
        compareScalars('eq', subject, scalarOf(option), node.caseRule) === true;
      return subject === null ? null : node.options.some(equals);
    },
    match: (node) => tested(at(node.subject), (text) => node.patterns.some((one) => fits(text, one, node.caseRule))),
    regex: (node) => tested(at(node.subject), (text) => node.regexes.some((one) => mayMatch(one, text))),
    cidr: (node) => tested(at(node.subject), (text) => inNetwork(text, node.networks)),
  });
}

function literalsOf(value: Value): readonly Scalar[] {
  return value.kind === 'literal' ? [scalarOf(value)] : childValues(value).flatMap(literalsOf);
}

const DATE: Scalar = { kind: 'instant', nanos: 1_700_000_000_000_000_000n };

const emptyOf = (type: Field['type'] | undefined): Scalar => (type === 'version' ? { kind: 'version', text: '' } : '');

/** Values worth trying for a field: the empty text first. */
function candidates(field: Field, literals: readonly Scalar[]): readonly Scalar[] {
  if (field.type === 'boolean') return [true, false];
  if (field.type === 'date') return [DATE];
  if (field.type === 'version') return ['', '1.2.3'].map((text) => ({ kind: 'version', text }));
  // The empty text is no address: its column says that the field is absent.
  if (field.type === 'ip') return ['', '10.1.2.3', '2001:db8::1'];
  if (field.type === 'long' || field.type === 'double')
    return [0n, 1n, 7n, ...literals.filter((one) => typeof one === 'bigint' || typeof one === 'number')].slice(0, 6);
  return ['', ...literals.filter((one) => typeof one === 'string' && one !== ''), 'a', 'abc'].slice(0, 5);
}

const MOST_CHOICES = 2000;

function* choices(value: Value): Generator<Choice> {
  const fields = new Map(fieldsOfValue(value).map((field) => [field.name, field]));
  const [only] = fields.keys();
  // The one choice that counts: the other values of a lone field are not empty.
  if (fields.size === 1 && only !== undefined) return yield new Map([[only, emptyOf(fields.get(only)?.type)]]);
  const literals = literalsOf(value);
  let rows: Map<string, Scalar>[] = [new Map()];
  for (const field of fields.values()) {
    const tries = candidates(field, literals);
    const few = rows.length * tries.length > MOST_CHOICES ? tries.slice(0, 1) : tries;
    rows = rows.flatMap((row) => few.map((one) => new Map(row).set(field.name, one)));
  }
  yield* rows;
}

function asJson(value: Scalar): unknown {
  if (value === null || typeof value !== 'object')
    return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return value.kind === 'version' ? value.text : isoText(value.nanos);
}

/** An event with these values. */
const eventOf = (choice: Choice): EventJson =>
  Object.fromEntries([...choice].map(([name, value]) => [name, asJson(value)]));

const isEmpty = (value: Scalar | undefined): boolean =>
  value === '' || (typeof value === 'object' && value?.kind === 'version' && value.text === '');

/** The text fields of a value whose emptiness counts, and an event in which one is empty and the outcome is the given one. */
export interface EmptyMatters {
  readonly fields: ReadonlySet<string>;
  readonly witness?: EventJson;
}

/**
 * Where a column does not tell the empty text from an absent field: which fields must be asked to be there, because the value comes out
 * differently with an empty one than without. For one field this is certain; for several it is as good as the values tried.
 */
export function emptyMatters(value: Value, counts: (outcome: Scalar) => boolean): EmptyMatters {
  const found = new Set<string>();
  let witness: EventJson | undefined;
  const texts = fieldsOfValue(value).filter((field) => isText(field.type));
  if (texts.length === 0) return { fields: found };
  const empties = (choice: Choice): readonly Field[] => texts.filter((field) => isEmpty(choice.get(field.name)));
  // Those with one empty field first: a field that is asked for anyway settles the others.
  const rows = [...choices(value)].map((choice) => ({ choice, empty: empties(choice) }));
  rows.sort((a, b) => a.empty.length - b.empty.length);
  for (const { choice, empty } of rows) {
    if (empty.length === 0 || empty.some((field) => found.has(field.name))) continue;
    const absent = new Map([...choice].map(([name, one]) => [name, isEmpty(one) ? null : one]));
    if (counts(valueAt(value, choice)) === counts(valueAt(value, absent))) continue;
    for (const field of empty) found.add(field.name);
    if (empty.every((field) => field.type !== 'ip')) witness ??= eventOf(choice);
  }
  return witness === undefined ? { fields: found } : { fields: found, witness };
}
