import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Scalar } from '../../src/functions/function.ts';
import { type Choice, valueAt } from '../../src/functions/value-at.ts';
import type { Value } from '../../src/ir/value.ts';
import { childValues, fieldsOfValue } from '../../src/ir/walk.ts';
import type { Note } from '../../src/target/ledger.ts';
import type { AssumptionId } from './assumptions.ts';

/** What each field of a value may hold in a witness. */
type Options = Readonly<Record<string, readonly Scalar[]>>;

/** So many choices are tried. */
const MOST = 1500;

/** Every choice of one value for each field. */
function* choicesOf(options: Options): Generator<Choice> {
  const names = Object.keys(options);
  const lists = names.map((name) => options[name] ?? []);
  const total = lists.reduce((product, list) => product * list.length, 1);
  for (let n = 0; n < Math.min(total, MOST); n++) {
    let rest = n;
    const values = lists.map((list) => {
      const value = list[rest % list.length] ?? null;
      rest = Math.floor(rest / list.length);
      return value;
    });
    yield Object.fromEntries(names.map((name, at) => [name, values[at] ?? null]));
  }
}

function firstOf(options: Options, shows: (choice: Choice) => boolean): Choice | undefined {
  for (const choice of choicesOf(options)) if (shows(choice)) return choice;
  return undefined;
}

const PLAIN = ['x', 'xx', 'xxx'];
const WITH_NUL = ['x\0', '\0x', 'x\0xx', 'xx\0x'];

const beforeNul = (value: Scalar): Scalar =>
  typeof value === 'string' && value.includes('\0') ? value.slice(0, value.indexOf('\0')) : value;

const changed = (choice: Choice, change: (value: Scalar) => Scalar): Choice =>
  Object.fromEntries(Object.entries(choice).map(([name, value]) => [name, change(value)]));

/** What a value with several fields is for a test: true, or there at all where only that is asked. */
export type Asked = 'true' | 'present';

const passes = (asked: Asked, value: Scalar): boolean => (asked === 'true' ? value === true : value !== null);

type Finder = (value: Value, named: readonly string[], asked: Asked, given: unknown) => Choice | undefined;

const optionsOf = (value: Value, of: (name: string) => readonly Scalar[]): Options =>
  Object.fromEntries(fieldsOfValue(value).map(({ name }) => [name, of(name)]));

/** Text behind a NUL decides. */
const nulText: Finder = (value, named, asked) => {
  // With a NUL in every field the dialect's own witness says more: its functions do not all stop there.
  if (fieldsOfValue(value).every(({ name }) => named.includes(name))) return undefined;
  const options = optionsOf(value, (name) => (named.includes(name) ? WITH_NUL : PLAIN));
  const holds = (choice: Choice): boolean => passes(asked, valueAt(value, choice));
  return firstOf(options, (choice) => holds(choice) !== holds(changed(choice, beforeNul)));
};

/** What is no address has no value for the rule, and passes as the text that it is. */
const noAddress: Finder = (value, named, asked) =>
  firstOf(
    optionsOf(value, (name) => (named.includes(name) ? ['x'] : PLAIN)),
    (choice) => passes(asked, valueAt(value, choice)),
  );

/** The constant texts in a value: what it joins to its fields. */
function textsIn(value: Value): readonly string[] {
  if (value.kind === 'literal') return value.type === 'text' && value.value.length < 10 ? [value.value] : [];
  return childValues(value).flatMap(textsIn);
}

/** How engines write a number that is not written plainly: as JSON does, or as C's `%g` with a point and two digits of exponent. */
export const spellings = (number: number): readonly string[] => {
  const text = String(number);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return [text];
  const digits = exponent.slice(1).padStart(2, '0');
  return [text, `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent[0]}${digits}`];
};

/** The others hold the text that a number is for the rule, or what another spelling of it begins with. */
const spelledNumber: Finder = (value, named, asked, given) => {
  const [name] = named;
  if (typeof given !== 'number' || name === undefined) return undefined;
  const endings = ['', 'x', ...textsIn(value)];
  for (const number of [given, 1.5e21]) {
    const plain = plainDecimal(number);
    const others = [plain, plain.slice(0, -1), '1'].flatMap((text) => endings.map((ending) => text + ending));
    const options = optionsOf(value, (each) => (each === name ? [plain] : others));
    const holds = (choice: Choice): boolean => passes(asked, valueAt(value, choice));
    const found = firstOf(options, (choice) =>
      spellings(number).every((text) => holds({ ...choice, [name]: text }) !== holds(choice)),
    );
    if (found) return { ...found, [name]: number };
  }
  return undefined;
};

const FINDERS: Partial<Record<AssumptionId, Finder>> = {
  'text/no-nul': nulText,
  'json/valid-addresses': noAddress,
  'number/plain-spelling': spelledNumber,
};

/** A note about a field of a test of several: its witness with values of the others that let it show, where some are found. */
export function besideOthers(each: Note, value: Value, asked: Asked = 'true'): Note {
  const find = FINDERS[each.assumption as AssumptionId];
  if (!find || each.witness === undefined) return each;
  const named = Object.keys(each.witness);
  const witness = find(value, named, asked, each.witness[named[0] ?? '']);
  return witness ? { ...each, witness } : each;
}
