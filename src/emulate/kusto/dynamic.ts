import type { Dynamic, KustoJson } from './types.ts';
import { isArray, isBag } from './types.ts';

/** How deep a JSON text may nest here. */
const DEEPEST = 128;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const WORDS: readonly (readonly [string, Dynamic])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Thrown inside, caught at the door: the text is no JSON. */
class NotJson {}

/** JSON as RFC 8259 has it, whole numbers kept exact. `JSON.parse` would round what is above 2^53. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Dynamic {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw new NotJson();
    return value;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #eat(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }

  #value(depth: number): Dynamic {
    if (depth > DEEPEST) throw new NotJson();
    this.#space();
    if (this.#eat('[')) return this.#array(depth);
    if (this.#eat('{')) return this.#bag(depth);
    const text = this.#string();
    if (text !== undefined) return text;
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word === undefined) return this.#number();
    this.#at += word[0].length;
    return word[1];
  }

  #string(): string | undefined {
    const found = this.#match(STRING);
    return found && (JSON.parse(found[0]) as string);
  }

  #number(): Dynamic {
    const found = this.#match(NUMBER);
    if (found === undefined) throw new NotJson();
    const [text, fraction, exponent] = found;
    const whole = fraction === undefined && exponent === undefined && text.length < 20 ? BigInt(text) : undefined;
    return whole !== undefined && BigInt.asIntN(64, whole) === whole ? whole : Number(text);
  }

  #array(depth: number): Dynamic {
    const items: Dynamic[] = [];
    if (this.#eat(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#eat(','));
    if (!this.#eat(']')) throw new NotJson();
    return items;
  }

  #bag(depth: number): Dynamic {
    const bag = new Map<string, Dynamic>();
    if (this.#eat('}')) return bag;
    do {
      this.#space();
      const key = this.#string();
      if (key === undefined || !this.#eat(':')) throw new NotJson();
      bag.set(key, this.#value(depth + 1));
    } while (this.#eat(','));
    if (!this.#eat('}')) throw new NotJson();
    return bag;
  }
}

function caught(read: () => Dynamic): Dynamic | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** The value of a JSON text, or undefined where it is none. */
export const parseJson = (text: string): Dynamic | undefined => caught(() => new Reader(text).whole());

/** `1.0`, `0.5`, `1E+21`; a real shows that it is one. */
export function realText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = String(value).replace('e', 'E');
  return /[.E]/.test(text) ? text : `${text}.0`;
}

function bagText(bag: ReadonlyMap<string, Dynamic>): string {
  const entries = [...bag].map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`);
  return `{${entries.join(',')}}`;
}

/** Compact JSON. */
function jsonText(value: Dynamic): string {
  if (isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (isBag(value)) return bagText(value);
  if (typeof value === 'number') return realText(value);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** The text of a dynamic: of a string itself, of null nothing, of the rest its JSON (query/tostring-function). */
export function dynamicText(value: Dynamic): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : jsonText(value);
}

function sameBag(a: ReadonlyMap<string, Dynamic>, b: ReadonlyMap<string, Dynamic>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameDynamic(value, b.get(key) ?? null));
}

/** Equality of JSON values; numbers by size, texts with case, bags without order. */
export function sameDynamic(a: Dynamic, b: Dynamic): boolean {
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, i) => sameDynamic(item, b[i] ?? null));
  if (isBag(a)) return isBag(b) && sameBag(a, b);
  const numbers = (typeof a === 'bigint' || typeof a === 'number') && (typeof b === 'bigint' || typeof b === 'number');
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of the same size are equal by `==` only
  return numbers ? a == b : a === b;
}

function inside(json: KustoJson, depth: number): Dynamic {
  if (depth > DEEPEST) throw new NotJson();
  if (typeof json === 'number' && Number.isSafeInteger(json)) return BigInt(json);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item) => inside(item, depth + 1));
  return new Map(Object.entries(json).map(([key, value]) => [key, inside(value, depth + 1)]));
}

/** A cell's JSON, as it is kept inside; undefined where it nests too deep. */
export function dynamicOf(json: KustoJson): Dynamic | undefined {
  return caught(() => inside(json, 0));
}

/** Back again; whole numbers that a number holds exactly become numbers. */
export function jsonOf(value: Dynamic): KustoJson {
  if (typeof value === 'bigint')
    return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (isArray(value)) return value.map(jsonOf);
  if (isBag(value)) return Object.fromEntries([...value].map(([key, item]) => [key, jsonOf(item)]));
  return value;
}
