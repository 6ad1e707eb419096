import type { Argument } from '../../../../grammars/spl/ast.ts';
import { type Address, parseAddress } from '../../../base/ip.ts';
import type { Context } from '../context.ts';
import { type Atom, compareText, isMulti, numberOf, type Row, textOf } from '../value.ts';
import { Arguments, type CommandCall, isWord, nameOf, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

/** Without a count, 10,000 rows stay. [SR/sort] */
const DEFAULT_COUNT = 10_000;

type Compare = (a: Atom, b: Atom) => number;
type Kind = 'auto' | 'ip' | 'num' | 'str';

interface Key {
  readonly field: string;
  readonly kind: Kind;
  readonly descending: boolean;
}

const texts: Compare = (a, b) => compareText(textOf(a), textOf(b));
const numbers: Compare = (a, b) => (numberOf(a) ?? 0) - (numberOf(b) ?? 0);

const addressOrder = (a: Address, b: Address): number =>
  a.family - b.family || (a.bits < b.bits ? -1 : a.bits > b.bits ? 1 : 0);

/** What does not have the kind comes behind what does, by its text. */
function kindFirst<T>(read: (atom: Atom) => T | undefined, order: (a: T, b: T) => number): Compare {
  return (a, b) => {
    const [left, right] = [read(a), read(b)];
    if (left !== undefined && right !== undefined) return order(left, right);
    if (left === undefined && right === undefined) return texts(a, b);
    return left === undefined ? 1 : -1;
  };
}

const byNumber = kindFirst(numberOf, (a, b) => a - b);
const byAddress = kindFirst((atom) => parseAddress(textOf(atom)), addressOrder);

function automatic(values: readonly Atom[], context: Context): Compare {
  if (values.every((value) => numberOf(value) !== undefined)) return numbers;
  if (values.every((value) => parseAddress(textOf(value)))) return byAddress;
  return context.readings.sortMixed === 'numbers-first' ? byNumber : texts;
}

const KINDS: { readonly [K in Kind]: (values: readonly Atom[], context: Context) => Compare } = {
  auto: automatic,
  ip: () => byAddress,
  num: () => byNumber,
  str: () => texts,
};

const isKind = (name: string): name is Kind => name in KINDS;

/** A name with the sign on it, or a sign that stands alone and belongs to the next name. */
function signed(arg: Argument): { readonly sign: string; readonly name: string } {
  const written = arg.kind === 'word' ? nameOf(arg.value) : arg.kind === 'call' ? arg.name : '';
  const quoted = arg.kind === 'word' && arg.value.quoted;
  const sign = !quoted && /^[+-]/.test(written) ? written.slice(0, 1) : '';
  // `sort by x asc` is no form of the page, though easily written.
  const taken = !quoted && (isWord(arg, 'by') || isWord(arg, 'asc'));
  return { sign, name: taken ? '' : written.slice(sign.length) };
}

/** `-f`, `- f`, `+f`, `num(f)`, `-num(f)`. */
function keysOf(args: readonly Argument[], refuse: (arg: Argument) => void): readonly Key[] {
  const keys: Key[] = [];
  let waiting = '';
  for (const arg of args) {
    const { sign, name } = signed(arg);
    const key = keyOf(arg, name, (sign || waiting) === '-');
    if (key) keys.push(key);
    else if (sign === '' || name !== '') refuse(arg);
    waiting = key ? '' : sign;
  }
  return keys;
}

function keyOf(arg: Argument, name: string, descending: boolean): Key | undefined {
  if (arg.kind === 'word')
    return name === '' || name.includes('*') ? undefined : { field: name, kind: 'auto', descending };
  const [field, ...more] = arg.kind === 'call' ? arg.args : [];
  if (field?.kind !== 'word' || more.length > 0 || !isKind(name)) return undefined;
  return { field: nameOf(field.value), kind: name, descending };
}

/** Compares rows by one key. Rows without the field come last, whichever the direction. [SR/sort] */
function order(key: Key, rows: readonly Row[], call: CommandCall): (a: Row, b: Row) => number {
  const values = rows.flatMap((row) => single(row.get(key.field), call) ?? []);
  const compare = KINDS[key.kind](values, call.context);
  const sign = key.descending ? -1 : 1;
  return (a, b) => {
    const [left, right] = [single(a.get(key.field), call), single(b.get(key.field), call)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * compare(left, right);
  };
}

function single(value: ReturnType<Row['get']>, call: CommandCall): Atom | undefined {
  if (!isMulti(value)) return value;
  call.context.report('spl/multivalue', { name: call.name }, call.span);
  return undefined;
}

function countOf(args: Arguments): { readonly count: number; readonly rest: readonly Argument[] } {
  const [first, ...rest] = args.rest;
  const isCount = first?.kind === 'word' && !first.value.quoted && /^\d{1,9}$/.test(first.value.text);
  return isCount
    ? { count: Number(first.value.text), rest }
    : { count: args.count('limit', DEFAULT_COUNT), rest: args.rest };
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['limit']);
  const { count, rest } = countOf(args);
  const last = rest.at(-1);
  const reversed = rest.length > 1 && (isWord(last, 'd') || isWord(last, 'desc'));
  const keys = keysOf(reversed ? rest.slice(0, -1) : rest, (arg) => args.refuse(arg));
  if (keys.length === 0) call.context.report('spl/arguments', { command: call.name }, call.span);
  return (rows) => {
    const orders = keys.map((key) => order(reversed ? { ...key, descending: !key.descending } : key, rows, call));
    const sorted = [...rows].sort((a, b) => {
      for (const compare of orders) {
        const result = compare(a, b);
        if (result !== 0) return result;
      }
      return 0;
    });
    return count === 0 ? sorted : sorted.slice(0, count);
  };
}

export const sort: SplCommand = {
  case: 'S133',
  docs: page('Sort'),
  open: 'a field with numbers in some rows and other text in others; equal rows keep their order',
  build,
};
