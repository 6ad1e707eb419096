/** JSON with numbers as they were written, so that `1.0` stays `1.0` and long integers stay whole. */
export type Json = JsonScalar | readonly Json[] | { readonly members: ReadonlyMap<string, Json> };
export type JsonScalar = string | boolean | null | { readonly number: string };

const DEPTH = 200;
const TOKEN = /[\s]*(?:([{}[\],:])|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/sy;

class Reader {
  readonly #text: string;
  #at = 0;
  /** The kinds of the token that was read last. */
  punctuation: string | undefined;
  scalar: JsonScalar | undefined;

  constructor(text: string) {
    this.#text = text;
    this.next();
  }

  get atEnd(): boolean {
    return this.punctuation === undefined && this.scalar === undefined && this.#text.slice(this.#at).trim() === '';
  }

  next(): void {
    TOKEN.lastIndex = this.#at;
    const found = TOKEN.exec(this.#text);
    this.punctuation = found?.[1];
    this.scalar = found ? scalarOf(found) : undefined;
    if (found) this.#at = TOKEN.lastIndex;
  }

  /** Takes a mark if it is the next token. */
  take(mark: string): boolean {
    if (this.punctuation !== mark) return false;
    this.next();
    return true;
  }
}

const WORDS = new Map<string, JsonScalar>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function scalarOf([, , text, number, word]: RegExpExecArray): JsonScalar | undefined {
  if (number !== undefined) return { number };
  if (word !== undefined) return WORDS.get(word);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(`"${text}"`);
  } catch {
    return undefined;
  }
}

function array(reader: Reader, depth: number): Json | undefined {
  const values: Json[] = [];
  if (reader.take(']')) return values;
  do {
    const value = anything(reader, depth);
    if (value === undefined) return undefined;
    values.push(value);
  } while (reader.take(','));
  return reader.take(']') ? values : undefined;
}

function object(reader: Reader, depth: number): Json | undefined {
  const members = new Map<string, Json>();
  if (reader.take('}')) return { members };
  do {
    const name = reader.scalar;
    reader.next();
    if (typeof name !== 'string' || !reader.take(':')) return undefined;
    const value = anything(reader, depth);
    if (value === undefined) return undefined;
    members.set(name, value);
  } while (reader.take(','));
  return reader.take('}') ? { members } : undefined;
}

function anything(reader: Reader, depth: number): Json | undefined {
  if (depth > DEPTH) return undefined;
  if (reader.take('[')) return array(reader, depth + 1);
  if (reader.take('{')) return object(reader, depth + 1);
  const { scalar } = reader;
  if (scalar !== undefined) reader.next();
  return scalar;
}

/** Reads a JSON text, or gives nothing if it is none (or nested deeper than 200). */
export function parseJson(text: string): Json | undefined {
  const reader = new Reader(text);
  const value = anything(reader, 0);
  return value !== undefined && reader.atEnd ? value : undefined;
}

export const isArray = (json: Json): json is readonly Json[] => Array.isArray(json);

export const isObject = (json: Json): json is { readonly members: ReadonlyMap<string, Json> } =>
  typeof json === 'object' && json !== null && 'members' in json;
