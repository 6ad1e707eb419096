import type { Code, ParamsOf } from '../diagnostics/catalog/index.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Slice } from '../text/slice.ts';

/** Carries the error that ends a parse from the depth of the descent to `parseRegex`, which returns it. Never leaves this room. */
export class Stop {
  readonly found: Diagnostic;
  constructor(found: Diagnostic) {
    this.found = found;
  }
}

/** A regular expression being read: characters are code points, offsets are UTF-16 units of the slice. */
export class Cursor {
  at = 0;
  readonly warnings: Diagnostic[] = [];
  readonly #slice: Slice;
  #depth = 0;

  constructor(slice: Slice) {
    this.#slice = slice;
  }

  get text(): string {
    return this.#slice.text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, or the empty text at the end. */
  get peek(): string {
    const code = this.text.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  eat(text: string): boolean {
    const found = this.looksAt(text);
    if (found) this.at += text.length;
    return found;
  }

  /** Takes what the sticky expression finds here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  next(): string {
    if (this.done) this.fail('regex/unexpected-end', {});
    const char = this.peek;
    this.at += char.length;
    return char;
  }

  nextCode(): number {
    return this.next().codePointAt(0) ?? 0;
  }

  since(start: number): string {
    return this.text.slice(start, this.at);
  }

  /** Ends the parse with an error at `start` to here, or at the next character when nothing was read since. */
  fail<C extends Code>(code: C, params: ParamsOf<C>, start = this.at): never {
    const end = Math.max(this.at, start + 1);
    throw new Stop(diagnostic(code, params, this.#slice.span(start, Math.min(end, this.text.length))));
  }

  /** Ends the parse at the opening sign that has no closing one. */
  unclosed(open: string, close: string, start: number): never {
    this.at = start + open.length;
    return this.fail('regex/unclosed', { open, close }, start);
  }

  warn<C extends Code>(code: C, params: ParamsOf<C>, start: number): void {
    this.warnings.push(diagnostic(code, params, this.#slice.span(start, this.at)));
  }

  /** Runs a nested part; the depth is bounded, so that no input exhausts the stack. */
  nested<T>(read: () => T): T {
    if (this.#depth >= MAX_DEPTH) this.fail('regex/too-deep', { limit: MAX_DEPTH });
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }
}

/** PCRE2 allows 250 levels; every walk over the tree uses several frames a level. */
const MAX_DEPTH = 100;
