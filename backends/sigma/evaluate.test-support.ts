import { foldSimple } from '../../src/base/fold.ts';
import { networkBits, parseAddress } from '../../src/base/ip.ts';
import { allTexts, type Event, hasKey, readField } from '../../src/eval/read-field.ts';
import { get, type Located, type ScalarValue } from '../../src/formats/located.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';

// Sigma's detections as the specification 2.1 reads, written apart from the emitter, with the decisions of docs/semantics.md.

type Raw = string | number | bigint | boolean;
type Test = (event: Event) => boolean;

const textOf = (raw: Raw): string => (typeof raw === 'string' ? raw : plainDecimal(raw));
const elements = (event: Event, name: string): readonly Raw[] =>
  readField(event, { name, type: 'unknown' }).filter((one): one is Raw => one !== null && typeof one !== 'object');

type Part = { readonly char: string } | '*' | '?';

/** The only unescaping there is: a backslash before `*`, `?` or a backslash. */
function parts(text: string): readonly Part[] {
  const chars = [...text];
  const out: Part[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    const next = chars[i + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      out.push({ char: next });
      i++;
    } else out.push(char === '*' || char === '?' ? char : { char });
  }
  return out;
}

/** Whether parts cover a text from end to end. */
function covers(pattern: readonly Part[], text: string): boolean {
  const chars = [...text];
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '*') for (let to = at; to <= chars.length; to++) next.add(to);
      else if (at < chars.length && (part === '?' || part.char === chars[at])) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(chars.length);
}

function expression(text: string, flags: readonly string[]): (value: string) => boolean {
  // `$` is the strict end of the text (docs/semantics.md); PCRE has another word for that.
  const strict = text.replace(/\\.|\[(?:\\.|[^\]\\])+\]|\$/g, (piece) => (piece === '$' ? '\\z' : piece));
  const options = { flavour: 'pcre', anchoring: 'search', caseRule: flags.includes('i') ? 'simple' : 'exact' } as const;
  const { regex } = parseRegex(Slice.verbatim(new SourceText('re', strict)), options);
  const matcher = regex && compileMatcher(regex);
  if (typeof matcher !== 'function') throw new Error(`not readable: ${text}`);
  return matcher;
}

function inNetwork(text: string, network: string): boolean {
  const [base = '', length] = network.split('/');
  const [address, net] = [parseAddress(text), parseAddress(base)];
  if (!net) throw new Error(`no network: ${network}`);
  const prefix = length === undefined ? (net.family === 4 ? 32 : 128) : Number(length);
  if (networkBits(net, prefix) !== net.bits) throw new Error(`host bits: ${network}`);
  return address?.family === net.family && networkBits(address, prefix) === net.bits;
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function numberOf(raw: Raw): number | bigint | undefined {
  if (typeof raw === 'number' || typeof raw === 'bigint') return raw;
  if (typeof raw !== 'string' || !JSON_NUMBER.test(raw)) return undefined;
  return /^-?\d+$/.test(raw) ? BigInt(raw) : Number(raw);
}

type Number_ = number | bigint;
const ORDERS: Readonly<Record<string, (a: Number_, b: Number_) => boolean>> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

type ValueTest = (raw: Raw) => boolean;

/** A plain value, with `contains` and the like applied to its parts. */
function plain(value: ScalarValue, modifiers: readonly string[]): ValueTest {
  if (typeof value === 'number' || typeof value === 'bigint')
    return (raw) =>
      typeof raw === 'number' || typeof raw === 'bigint' ? raw <= value && raw >= value : textOf(raw) === textOf(value);
  const fold = modifiers.includes('cased') ? (text: string) => text : foldSimple;
  const front: readonly Part[] = modifiers.includes('contains') || modifiers.includes('endswith') ? ['*'] : [];
  const back: readonly Part[] = modifiers.includes('contains') || modifiers.includes('startswith') ? ['*'] : [];
  const pattern = [...front, ...parts(fold(String(value))), ...back];
  return (raw) => covers(pattern, fold(textOf(raw)));
}

function valueTest(value: ScalarValue, modifiers: readonly string[]): ValueTest {
  const [first = ''] = modifiers;
  if (first === 're') {
    const matches = expression(String(value), modifiers);
    return (raw) => matches(textOf(raw));
  }
  if (first === 'cidr') return (raw) => inNetwork(textOf(raw), String(value));
  const order = ORDERS[first];
  if (!order) return plain(value, modifiers);
  if (typeof value !== 'number' && typeof value !== 'bigint') throw new Error(`no number: ${value}`);
  return (raw) => {
    const found = numberOf(raw);
    return found !== undefined && order(found, value);
  };
}

function referenceTest(field: string, other: string, modifiers: readonly string[]): Test {
  const how = modifiers[1] ?? 'equals';
  const tests: Readonly<Record<string, (a: string, b: string) => boolean>> = {
    equals: (a, b) => a === b,
    startswith: (a, b) => a.startsWith(b),
    endswith: (a, b) => a.endsWith(b),
    // Not said by Sigma; as src/functions has it, nothing contains the empty text.
    contains: (a, b) => b !== '' && a.includes(b),
  };
  const test = tests[how];
  if (!test) throw new Error(`fieldref|${how}`);
  return (event) =>
    elements(event, field).some((a) =>
      elements(event, other).some((b) => test(foldSimple(textOf(a)), foldSimple(textOf(b)))),
    );
}

const KNOWN = [
  'contains',
  'startswith',
  'endswith',
  'cased',
  'exists',
  're',
  'i',
  'cidr',
  'lt',
  'lte',
  'gt',
  'gte',
  'fieldref',
  'all',
];

function oneValue(field: string, value: ScalarValue, modifiers: readonly string[]): Test {
  if (modifiers.includes('fieldref')) return referenceTest(field, String(value), modifiers);
  if (modifiers.includes('exists')) return (event) => hasKey(event, field) === value;
  if (value === null) return (event) => elements(event, field).length === 0;
  const test = valueTest(value, modifiers);
  if (field === '') return (event) => [...allTexts(event)].some(test);
  return (event) => elements(event, field).some(test);
}

function scalars(node: Located): readonly ScalarValue[] {
  if (node.kind === 'map') throw new Error('a map as a value');
  if (node.kind === 'scalar') return [node.value];
  if (node.items.length === 0) throw new Error('an empty list');
  return node.items.map((item) => {
    if (item.kind !== 'scalar' || item.value === null) throw new Error('a list holds scalars and no null');
    return item.value;
  });
}

function itemTest(key: string, node: Located): Test {
  const [field = '', ...modifiers] = key.split('|');
  const unknown = modifiers.find((word) => !KNOWN.includes(word));
  if (unknown !== undefined) throw new Error(`modifier ${unknown}`);
  const tests = scalars(node).map((value) =>
    oneValue(
      field,
      value,
      modifiers.filter((word) => word !== 'all'),
    ),
  );
  return modifiers.includes('all')
    ? (event) => tests.every((test) => test(event))
    : (event) => tests.some((test) => test(event));
}

function selectionTest(node: Located): Test {
  if (node.kind === 'map') {
    if (node.entries.length === 0) throw new Error('an empty map');
    const tests = node.entries.map(({ key, value }) => itemTest(key, value));
    return (event) => tests.every((test) => test(event));
  }
  if (node.kind === 'list') {
    const tests = node.items.map(selectionTest);
    return (event) => tests.some((test) => test(event));
  }
  return oneValue('', node.value, ['contains']);
}

/** Reads a condition: or, and, not, `x of`, brackets, the weakest first. */
function conditionTest(text: string, selections: ReadonlyMap<string, Test>): Test {
  const tokens = text.match(/[()]|[A-Za-z0-9_*-]+|\S/g) ?? [];
  let at = 0;
  const chain = (word: string, next: () => Test, join: (tests: readonly Test[]) => Test): Test => {
    const tests = [next()];
    while (tokens[at] === word) {
      at++;
      tests.push(next());
    }
    return join(tests);
  };
  const some =
    (tests: readonly Test[]): Test =>
    (event) =>
      tests.some((test) => test(event));
  const every =
    (tests: readonly Test[]): Test =>
    (event) =>
      tests.every((test) => test(event));
  const or = (): Test => chain('or', and, some);
  const and = (): Test => chain('and', not, every);
  const not = (): Test => {
    if (tokens[at] !== 'not') return primary();
    at++;
    const inner = not();
    return (event) => !inner(event);
  };
  const primary = (): Test => {
    const token = tokens[at++];
    if (token === undefined) throw new Error('an operand is missing');
    if (token === '(') {
      const inner = or();
      if (tokens[at++] !== ')') throw new Error('a bracket is missing');
      return inner;
    }
    if (tokens[at] !== 'of') return selected(token);
    const pattern = tokens[at + 1] ?? '';
    at += 2;
    const found = [...selections].filter(([name]) => covers(parts(pattern), name)).map(([, test]) => test);
    if (found.length === 0) throw new Error(`${pattern} matches nothing`);
    return token === 'all' ? every(found) : some(found);
  };
  const selected = (name: string): Test => {
    const test = selections.get(name);
    if (!test) throw new Error(`no selection ${name}`);
    return test;
  };
  const whole = or();
  if (at !== tokens.length) throw new Error(`more than a condition: ${text}`);
  return whole;
}

export function readRule(text: string): Located {
  const { value, diagnostics } = readYaml(new SourceText('rule.yml', text));
  const [document] = value ?? [];
  if (!document || value?.length !== 1 || diagnostics.length > 0)
    throw new Error(`not one document: ${diagnostics.map(({ code }) => code).join()}\n${text}`);
  return document;
}

/** What the text of a rule finds. Throws where it is no valid rule. */
export function readDetection(text: string): Test {
  const detection = get(readRule(text), 'detection');
  if (detection?.kind !== 'map') throw new Error('no detection');
  const selections = new Map<string, Test>();
  let condition: string | undefined;
  for (const { key, value } of detection.entries) {
    if (key === 'condition') condition = value.kind === 'scalar' ? String(value.value) : undefined;
    else if (/^[A-Za-z0-9_]+$/.test(key)) selections.set(key, selectionTest(value));
    else throw new Error(`the name ${key}`);
  }
  if (condition === undefined) throw new Error('no condition');
  return conditionTest(condition, selections);
}
