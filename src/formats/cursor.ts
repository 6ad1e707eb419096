import type { SyntaxProblem } from '../diagnostics/catalog/container.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../text/source-text.ts';
import { type Located, MAX_DEPTH, type Read, spanOf } from './located.ts';

export interface Problem {
  readonly problem: SyntaxProblem;
  readonly start: number;
  readonly end: number;
}

type SyntaxCode = 'container/toml-syntax' | 'container/json-syntax';

/** Ends the reading of a text; it never leaves `readAll`. */
class Refused extends Error {
  readonly found: Diagnostic;
  constructor(found: Diagnostic) {
    super();
    this.found = found;
  }
}

/** Runs a reader that refuses at its first problem. */
export function readAll(read: () => Located): Read<Located> {
  try {
    return { value: read(), diagnostics: [] };
  } catch (thrown) {
    if (thrown instanceof Refused) return { diagnostics: [thrown.found] };
    throw thrown;
  }
}

/** A place in a text that moves forward. */
export class Cursor {
  readonly source: SourceText;
  readonly text: string;
  at: number;
  readonly #end: number;
  readonly #code: SyntaxCode;
  #depth = 0;

  constructor(source: SourceText, code: SyntaxCode, start = 0, end = source.text.length) {
    this.source = source;
    this.text = end === source.text.length ? source.text : source.text.slice(0, end);
    this.#code = code;
    this.#end = end;
    this.at = start === 0 && source.text.startsWith('\ufeff') ? 1 : start;
  }

  get atEnd(): boolean {
    return this.at >= this.#end;
  }

  get char(): string | undefined {
    return this.text[this.at];
  }

  /** What a sticky pattern finds here, moving over it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Whether the mark stands here, moving over it. */
  take(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  /** The span from `start` to here. */
  span(start: number): Span {
    return spanOf(this.source, start, this.at);
  }

  /** Reads what is nested `levels` deeper, unless that is too deep. */
  deeper<T>(levels: number, read: () => T): T {
    this.#depth += levels;
    this.limit(this.#depth);
    const value = read();
    this.#depth -= levels;
    return value;
  }

  limit(depth: number): void {
    if (depth <= MAX_DEPTH) return;
    const span = spanOf(this.source, this.at, Math.min(this.at + 1, this.#end));
    this.fail(diagnostic('container/too-deep', { limit: MAX_DEPTH }, span));
  }

  refuse(problem: SyntaxProblem, start = this.at, end = start + 1): never {
    const span = spanOf(this.source, start, Math.max(start, Math.min(end, this.#end)));
    this.fail(diagnostic(this.#code, { problem }, span));
  }

  fail(found: Diagnostic): never {
    throw new Refused(found);
  }
}
