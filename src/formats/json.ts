import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Slice } from '../text/slice.ts';
import type { SourceText, Span } from '../text/source-text.ts';
import { Cursor, readAll } from './cursor.ts';
import { exactInteger } from './integer.ts';
import type { Located, LocatedEntry, Read, ScalarValue } from './located.ts';
import { SliceBuilder } from './slice-builder.ts';

/** The grammar of RFC 8259. */
const BLANKS = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const STOP = /["\\\n]/g;
const ESCAPE = /\\(?:(["\\/bfnrt])|u([\dA-Fa-f]{4}))/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that JSON forbids
const FORBIDDEN = /[\0-\u001f]/;

const NAMED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORDS: ReadonlyMap<string, ScalarValue> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class JsonReader {
  readonly #cursor: Cursor;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  read(): Located {
    const value = this.#value();
    this.#cursor.match(BLANKS);
    if (!this.#cursor.atEnd) this.#cursor.refuse('expected-end');
    return value;
  }

  #value(): Located {
    const cursor = this.#cursor;
    cursor.match(BLANKS);
    if (cursor.char === '{') return cursor.deeper(1, () => this.#map());
    if (cursor.char === '[') return cursor.deeper(1, () => this.#list());
    return cursor.char === '"' ? this.#text() : this.#plain();
  }

  #text(): Located {
    const start = this.#cursor.at;
    const slice = this.#string();
    return this.#scalar(slice.text, start, slice);
  }

  #plain(): Located {
    const cursor = this.#cursor;
    const start = cursor.at;
    const digits = cursor.match(NUMBER);
    if (digits !== undefined) {
      return this.#scalar(/[.eE]/.test(digits) ? Number(digits) : exactInteger(digits), start);
    }
    const value = WORDS.get(cursor.match(WORD) ?? '');
    if (value === undefined) return cursor.refuse('expected-value', start, Math.max(cursor.at, start + 1));
    return this.#scalar(value, start);
  }

  #scalar(value: ScalarValue, start: number, slice?: Slice): Located {
    const raw = this.#cursor.text.slice(start, this.#cursor.at);
    return { kind: 'scalar', value, raw, span: this.#cursor.span(start), ...(slice && { slice }) };
  }

  #list(): Located {
    const start = this.#cursor.at;
    const items: Located[] = [];
    this.#items(']', () => items.push(this.#value()));
    return { kind: 'list', items, span: this.#cursor.span(start) };
  }

  #map(): Located {
    const start = this.#cursor.at;
    const entries: LocatedEntry[] = [];
    const seen = new Map<string, Span>();
    this.#items('}', () => entries.push(this.#entry(seen)));
    return { kind: 'map', entries, span: this.#cursor.span(start) };
  }

  #entry(seen: Map<string, Span>): LocatedEntry {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.char !== '"') cursor.refuse('expected-key');
    const key = this.#string().text;
    const keySpan = cursor.span(start);
    const first = seen.get(key);
    if (first)
      cursor.fail(diagnostic('container/duplicate-key', { key }, keySpan, [{ span: first, text: 'first here' }]));
    seen.set(key, keySpan);
    cursor.match(BLANKS);
    if (!cursor.take(':')) cursor.refuse('expected-colon');
    return { key, keySpan, value: this.#value() };
  }

  /** Items with commas between. The opening bracket stands here. */
  #items(close: string, item: () => void): void {
    const cursor = this.#cursor;
    cursor.at++;
    cursor.match(BLANKS);
    if (cursor.take(close)) return;
    do {
      cursor.match(BLANKS);
      item();
      cursor.match(BLANKS);
    } while (cursor.take(','));
    if (!cursor.take(close)) cursor.refuse('expected-comma');
  }

  /** string = `"` *char `"`. Linear: one step for each escape. */
  #string(): Slice {
    const cursor = this.#cursor;
    const open = cursor.at;
    const into = new SliceBuilder(cursor.source);
    let from = open + 1;
    for (;;) {
      STOP.lastIndex = from;
      const stop = STOP.exec(cursor.text);
      if (!stop || stop[0] === '\n') return cursor.refuse('string-not-closed', open);
      this.#run(into, from, stop.index);
      cursor.at = stop.index + 1;
      if (stop[0] === '"') return into.build(open + 1);
      from = this.#escape(into, stop.index);
    }
  }

  #run(into: SliceBuilder, start: number, end: number): void {
    const bad = this.#cursor.text.slice(start, end).search(FORBIDDEN);
    if (bad !== -1) this.#cursor.refuse('control-character', start + bad);
    into.copy(start, end);
  }

  #escape(into: SliceBuilder, at: number): number {
    ESCAPE.lastIndex = at;
    const found = ESCAPE.exec(this.#cursor.text);
    if (!found) return this.#cursor.refuse('unknown-escape', at, at + 2);
    const [written, letter, code] = found;
    into.add(
      letter === undefined ? String.fromCharCode(Number.parseInt(code ?? '', 16)) : (NAMED[letter] ?? letter),
      at,
    );
    return at + written.length;
  }
}

/**
 * Reads one JSON value, exactly as RFC 8259 has it, with the place of every key and value; keys that stand twice are
 * errors. Stops at the first error.
 *
 * @param start,end The part of the file that holds the value; the whole file otherwise.
 */
export function readJson(source: SourceText, start = 0, end = source.text.length): Read<Located> {
  return readAll(() => new JsonReader(new Cursor(source, 'container/json-syntax', start, end)).read());
}
