import { foldAscii } from '../../base/fold.ts';
import { differs, equals } from './compare.ts';
import { textOf } from './convert.ts';
import type { Facts } from './facts.ts';
import { textual } from './scalar-operators.ts';
import type { Session } from './session.ts';
import { has } from './terms.ts';
import type { KustoType, Value } from './types.ts';

interface Typed {
  readonly value: Value;
  readonly type: KustoType;
}

export interface ListRow extends Facts {
  readonly name: string;
  /** It works on texts: other types on the left are an error (KS107). */
  readonly text: boolean;
  readonly evaluate: (left: Typed, items: readonly Typed[], session: Session) => Value;
}

/** `or` over many: one true is enough, else one null makes it null. */
function anyOf(results: Iterable<boolean | null>): Value {
  let sum: Value = false;
  for (const result of results) {
    if (result === true) return true;
    if (result === null) sum = null;
  }
  return sum;
}

/** `and` over many. */
function allOf(results: Iterable<boolean | null>): Value {
  let sum: Value = true;
  for (const result of results) {
    if (result === false) return false;
    if (result === null) sum = null;
  }
  return sum;
}

/** `in` is an `or` of `==`, `!in` an `and` of `!=`, with their rules of null (scalar-data-types/null-values). */
const isIn: ListRow['evaluate'] = (left, items, session) =>
  anyOf(items.map((item) => equals(left.value, left.type, item.value, item.type, session)));
const notIn: ListRow['evaluate'] = (left, items, session) =>
  allOf(items.map((item) => differs(left.value, left.type, item.value, item.type, session)));

function isInFolded(left: Typed, items: readonly Typed[], session: Session): boolean {
  const text = textual(left.value, left.type, session);
  const folded = text === undefined ? undefined : foldAscii(text);
  return items.some(({ value, type }) => folded === foldAscii(textOf(value, type)));
}

function terms(left: Typed, items: readonly Typed[], session: Session, how: 'some' | 'every'): boolean {
  const text = textual(left.value, left.type, session);
  if (text === undefined) return false;
  return items[how](({ value, type }) => has(text, textOf(value, type), 'whole', true, session));
}

const OPEN_TERMS = 'a right side that holds other than letters and digits';

export const listRows: readonly ListRow[] = [
  { name: 'in', case: 'K029', docs: 'in-cs-operator', text: false, evaluate: isIn },
  { name: '!in', case: 'K027', docs: 'not-in-cs-operator', text: false, evaluate: notIn },
  { name: 'in~', case: 'K028', docs: 'in-operator', text: true, evaluate: isInFolded },
  {
    name: '!in~',
    case: 'K030',
    docs: 'not-in-operator',
    text: true,
    evaluate: (left, items, session) => !isInFolded(left, items, session),
  },
  {
    name: 'has_any',
    case: 'KE-has_any',
    docs: 'has-any-operator',
    open: OPEN_TERMS,
    text: true,
    evaluate: (left, items, session) => terms(left, items, session, 'some'),
  },
  {
    name: 'has_all',
    case: 'KE-has_all',
    docs: 'has-all-operator',
    open: OPEN_TERMS,
    text: true,
    evaluate: (left, items, session) => terms(left, items, session, 'every'),
  },
];

const byName = new Map(listRows.map((row) => [row.name, row]));
export const listRow = (name: string): ListRow | undefined => byName.get(name);
