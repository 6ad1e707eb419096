import type { SourceText } from '../text/source-text.ts';
import { Cursor, readAll } from './cursor.ts';
import { exactInteger } from './integer.ts';
import { type Located, type Read, type ScalarValue, spanOf } from './located.ts';
import { isQuote, readTomlString, type TomlString } from './toml-strings.ts';
import { assign, freeze, newTable, openItem, openTable, type Table, type TomlKey } from './toml-tables.ts';

/** A value without quotes or brackets: what it looks like, and what it is. */
interface Bare {
  readonly looks: RegExp;
  readonly value: (text: string) => ScalarValue;
}

const DELIMITER = '(?=[\\s,\\]}#]|$)';
const DATE = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::(?:[0-5]\\d|60)(?:\\.\\d+)?)?';
const OFFSET = '(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';
const DECIMAL = '[+-]?(?:0|[1-9](?:_?\\d)*)';
const DIGITS = '\\d(?:_?\\d)*';
const bare = (looks: string, value: Bare['value']): Bare => ({
  looks: new RegExp(`(?:${looks})${DELIMITER}`, 'y'),
  value,
});
const plainDigits = (text: string): string => text.replaceAll('_', '');
const SPECIAL: Readonly<Record<string, number>> = { inf: Infinity, nan: NaN };

function special(text: string): number {
  const magnitude = SPECIAL[text.replace(/^[+-]/, '')] ?? NaN;
  return text.startsWith('-') ? -magnitude : magnitude;
}

/** https://toml.io/en/v1.1.0#integer and the sections after it. Dates and times stay text: no rule computes with them. */
const BARE_VALUES: readonly Bare[] = [
  bare('true|false', (text) => text === 'true'),
  bare(`${DATE}(?:[Tt ]${TIME}${OFFSET}?)?|${TIME}`, (text) => text),
  bare(`${DECIMAL}|0x[\\dA-Fa-f](?:_?[\\dA-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*`, (text) =>
    exactInteger(plainDigits(text)),
  ),
  bare(`${DECIMAL}(?:\\.${DIGITS}(?:[eE][+-]?${DIGITS})?|[eE][+-]?${DIGITS})`, (text) => Number(plainDigits(text))),
  bare('[+-]?(?:inf|nan)', special),
];

const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BLANKS = /[ \t]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that TOML forbids
const COMMENT = /#[^\0-\u0008\n\u000b-\u001f\u007f]*/y;

class TomlReader {
  readonly #cursor: Cursor;
  readonly #root: Table;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#root = newTable('header', spanOf(cursor.source, 0, cursor.text.length));
  }

  /** toml = expression *( newline expression ) */
  read(): Located {
    let table = this.#root;
    for (this.#skipLines(); !this.#cursor.atEnd; this.#skipLines()) {
      if (this.#cursor.char === '[') table = this.#header();
      else this.#keyValue(table);
      this.#endOfLine();
    }
    return freeze(this.#root);
  }

  #header(): Table {
    const start = this.#cursor.at;
    const many = this.#cursor.text.startsWith('[[', start);
    this.#cursor.at += many ? 2 : 1;
    const path = this.#key();
    if (!this.#cursor.take(many ? ']]' : ']')) this.#cursor.refuse('key-not-closed', start, this.#cursor.at);
    const span = this.#cursor.span(start);
    const made = (many ? openItem : openTable)(this.#root, path, span);
    return 'code' in made ? this.#cursor.fail(made) : made;
  }

  #keyValue(table: Table): void {
    const path = this.#key();
    if (!this.#cursor.take('=')) this.#cursor.refuse('expected-equals');
    this.#skipBlanks();
    const wrong = assign(table, path, this.#value(path.length));
    if (wrong) this.#cursor.fail(wrong);
  }

  /** key = simple-key *( "." simple-key ), with blanks around. */
  #key(): TomlKey[] {
    const path: TomlKey[] = [];
    do {
      this.#skipBlanks();
      path.push(this.#simpleKey());
      this.#cursor.limit(path.length);
      this.#skipBlanks();
    } while (this.#cursor.take('.'));
    return path;
  }

  #simpleKey(): TomlKey {
    const start = this.#cursor.at;
    if (isQuote(this.#cursor.text[start])) {
      const mark = this.#cursor.text.slice(start, start + 3);
      if (mark === '"""' || mark === "'''") this.#cursor.refuse('expected-key');
      const { slice, end } = this.#string();
      this.#cursor.at = end;
      return { name: slice.text, span: this.#cursor.span(start) };
    }
    const name = this.#cursor.match(BARE_KEY);
    if (name === undefined) return this.#cursor.refuse('expected-key');
    return { name, span: this.#cursor.span(start) };
  }

  #value(levels: number): Located {
    const char = this.#cursor.char;
    if (isQuote(char)) return this.#stringValue();
    if (char !== '[' && char !== '{') return this.#bareValue();
    return this.#cursor.deeper(levels, () => (char === '[' ? this.#array() : this.#inlineTable()));
  }

  #stringValue(): Located {
    const start = this.#cursor.at;
    const { slice, end } = this.#string();
    this.#cursor.at = end;
    return {
      kind: 'scalar',
      value: slice.text,
      raw: this.#cursor.text.slice(start, end),
      slice,
      span: this.#cursor.span(start),
    };
  }

  #bareValue(): Located {
    const start = this.#cursor.at;
    for (const { looks, value } of BARE_VALUES) {
      const raw = this.#cursor.match(looks);
      if (raw !== undefined) return { kind: 'scalar', value: value(raw), raw, span: this.#cursor.span(start) };
    }
    return this.#cursor.refuse('expected-value');
  }

  #array(): Located {
    const start = this.#cursor.at++;
    const items: Located[] = [];
    this.#list(']', () => items.push(this.#value(1)));
    return { kind: 'list', items, span: this.#cursor.span(start) };
  }

  #inlineTable(): Located {
    const start = this.#cursor.at++;
    const table = newTable('inline', this.#cursor.span(start));
    this.#list('}', () => this.#keyValue(table));
    table.span = this.#cursor.span(start);
    return freeze(table);
  }

  /** Items with commas between, a comma at the end allowed, lines and comments anywhere. */
  #list(close: string, item: () => void): void {
    for (this.#skipLines(); !this.#cursor.take(close); this.#skipLines()) {
      item();
      this.#skipLines();
      if (!this.#cursor.take(',') && this.#cursor.char !== close) this.#cursor.refuse('expected-comma');
    }
  }

  #string(): TomlString {
    const found = readTomlString(this.#cursor.source, this.#cursor.at);
    return 'problem' in found ? this.#cursor.refuse(found.problem, found.start, found.end) : found;
  }

  #skipBlanks(): void {
    this.#cursor.match(BLANKS);
  }

  /** Blanks, comments and line ends. */
  #skipLines(): void {
    do {
      this.#skipBlanks();
      this.#cursor.match(COMMENT);
    } while (this.#cursor.take('\r\n') || this.#cursor.take('\n'));
  }

  #endOfLine(): void {
    this.#skipBlanks();
    const commented = this.#cursor.match(COMMENT) !== undefined;
    if (this.#cursor.atEnd || this.#cursor.take('\r\n') || this.#cursor.take('\n')) return;
    this.#cursor.refuse(commented ? 'control-character' : 'expected-end-of-line');
  }
}

/**
 * Reads TOML 1.1 (https://toml.io/en/v1.1.0) with the place of every key and value. Stops at the first error.
 *
 * Written here, and tested against toml-eslint-parser, because the packages that keep places throw a RangeError on strings of
 * more than some 100,000 characters and on deep nesting, and do not tell which offset a character of a string came from.
 */
export function readToml(source: SourceText): Read<Located> {
  return readAll(() => new TomlReader(new Cursor(source, 'container/toml-syntax')).read());
}
