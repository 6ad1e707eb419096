import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../text/source-text.ts';
import { exactInteger } from './integer.ts';
import { type Located, MAX_DEPTH, type Read, type ScalarValue, spanOf } from './located.ts';
import { isQuote, type Problem, readTomlString, type TomlString } from './toml-strings.ts';
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

/** Ends the reading; it never leaves `readToml`. */
class Refused extends Error {
  readonly found: Diagnostic;
  constructor(found: Diagnostic) {
    super();
    this.found = found;
  }
}

class TomlReader {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #root: Table;
  #at: number;
  #depth = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text;
    this.#at = source.text.startsWith('\ufeff') ? 1 : 0;
    this.#root = newTable('header', spanOf(source, 0, source.text.length));
  }

  /** toml = expression *( newline expression ) */
  read(): Located {
    let table = this.#root;
    for (this.#skipLines(); this.#at < this.#text.length; this.#skipLines()) {
      if (this.#text[this.#at] === '[') table = this.#header();
      else this.#keyValue(table);
      this.#endOfLine();
    }
    return freeze(this.#root);
  }

  #header(): Table {
    const start = this.#at;
    const many = this.#text.startsWith('[[', start);
    this.#at += many ? 2 : 1;
    const path = this.#key();
    if (!this.#take(many ? ']]' : ']')) this.#refuse('key-not-closed', start, this.#at);
    const span = this.#span(start);
    return this.#sound((many ? openItem : openTable)(this.#root, path, span));
  }

  #keyValue(table: Table): void {
    const path = this.#key();
    if (!this.#take('=')) this.#refuse('expected-equals');
    this.#skipBlanks();
    const wrong = assign(table, path, this.#value(path.length));
    if (wrong) throw new Refused(wrong);
  }

  /** key = simple-key *( "." simple-key ), with blanks around. */
  #key(): TomlKey[] {
    const path: TomlKey[] = [];
    do {
      this.#skipBlanks();
      path.push(this.#simpleKey());
      if (path.length > MAX_DEPTH) this.#tooDeep();
      this.#skipBlanks();
    } while (this.#take('.'));
    return path;
  }

  #simpleKey(): TomlKey {
    const start = this.#at;
    if (isQuote(this.#text[start])) {
      const mark = this.#text.slice(start, start + 3);
      if (mark === '"""' || mark === "'''") this.#refuse('expected-key');
      const { slice, end } = this.#string();
      this.#at = end;
      return { name: slice.text, span: this.#span(start) };
    }
    const name = this.#match(BARE_KEY);
    if (name === undefined) return this.#refuse('expected-key');
    return { name, span: this.#span(start) };
  }

  #value(levels: number): Located {
    const char = this.#text[this.#at];
    if (isQuote(char)) return this.#stringValue();
    if (char !== '[' && char !== '{') return this.#bareValue();
    this.#depth += levels;
    if (this.#depth > MAX_DEPTH) this.#tooDeep();
    const value = char === '[' ? this.#array() : this.#inlineTable();
    this.#depth -= levels;
    return value;
  }

  #stringValue(): Located {
    const start = this.#at;
    const { slice, end } = this.#string();
    this.#at = end;
    return { kind: 'scalar', value: slice.text, raw: this.#text.slice(start, end), slice, span: this.#span(start) };
  }

  #bareValue(): Located {
    const start = this.#at;
    for (const { looks, value } of BARE_VALUES) {
      const raw = this.#match(looks);
      if (raw !== undefined) return { kind: 'scalar', value: value(raw), raw, span: this.#span(start) };
    }
    return this.#refuse('expected-value');
  }

  #array(): Located {
    const start = this.#at++;
    const items: Located[] = [];
    this.#list(']', () => items.push(this.#value(1)));
    return { kind: 'list', items, span: this.#span(start) };
  }

  #inlineTable(): Located {
    const start = this.#at++;
    const table = newTable('inline', this.#span(start));
    this.#list('}', () => this.#keyValue(table));
    table.span = this.#span(start);
    return freeze(table);
  }

  /** Items with commas between, a comma at the end allowed, lines and comments anywhere. */
  #list(close: string, item: () => void): void {
    for (this.#skipLines(); !this.#take(close); this.#skipLines()) {
      item();
      this.#skipLines();
      if (!this.#take(',') && this.#text[this.#at] !== close) this.#refuse('expected-comma');
    }
  }

  #string(): TomlString {
    const found = readTomlString(this.#source, this.#at);
    return 'problem' in found ? this.#refuseProblem(found) : found;
  }

  #skipBlanks(): void {
    this.#match(BLANKS);
  }

  /** Blanks, comments and line ends. */
  #skipLines(): void {
    do {
      this.#skipBlanks();
      this.#match(COMMENT);
    } while (this.#take('\r\n') || this.#take('\n'));
  }

  #endOfLine(): void {
    this.#skipBlanks();
    const commented = this.#match(COMMENT) !== undefined;
    if (this.#at >= this.#text.length || this.#take('\r\n') || this.#take('\n')) return;
    this.#refuse(commented ? 'control-character' : 'expected-end-of-line');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(mark: string): boolean {
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    return true;
  }

  #span(start: number): Span {
    return spanOf(this.#source, start, this.#at);
  }

  #sound(made: Table | Diagnostic): Table {
    if ('code' in made) throw new Refused(made);
    return made;
  }

  #tooDeep(): never {
    const span = spanOf(this.#source, this.#at, this.#at + 1);
    throw new Refused(diagnostic('container/too-deep', { limit: MAX_DEPTH }, span));
  }

  #refuse(problem: Problem['problem'], start = this.#at, end = start + 1): never {
    return this.#refuseProblem({ problem, start, end });
  }

  #refuseProblem({ problem, start, end }: Problem): never {
    const span = spanOf(this.#source, start, Math.min(end, this.#text.length));
    throw new Refused(diagnostic('container/toml-syntax', { problem }, span));
  }
}

/**
 * Reads TOML 1.1 (https://toml.io/en/v1.1.0) with the place of every key and value. Written here because the packages that keep places fail on strings
 * of more than some 100,000 characters and overflow the stack on deep nesting (docs/decisions). Stops at the first error.
 */
export function readToml(source: SourceText): Read<Located> {
  try {
    return { value: new TomlReader(source).read(), diagnostics: [] };
  } catch (thrown) {
    if (thrown instanceof Refused) return { diagnostics: [thrown.found] };
    throw thrown;
  }
}
