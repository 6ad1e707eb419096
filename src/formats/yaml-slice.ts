import type { Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';
import { SliceBuilder } from './slice-builder.ts';

/** How a scalar is written, as far as it matters for finding its characters again. */
export type Writing = 'plain' | 'single' | 'double' | 'block';

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\n' || char === '\r';

/** Lengths of the escapes of double-quoted scalars, `\x41` and so on; the others have two characters. */
const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** The length of an escape at an offset, or 0. */
function escapeLength(text: string, at: number, writing: Writing): number {
  if (writing === 'single') return text.startsWith("''", at) ? 2 : 0;
  if (writing !== 'double' || text[at] !== '\\') return 0;
  return ESCAPE_LENGTHS[text[at + 1] ?? ''] ?? 2;
}

/** Where the characters of the value start: after the quote, or on the line after the header of a block. */
function firstOffset(text: string, start: number, writing: Writing): number {
  if (writing === 'block') return text.indexOf('\n', start) + 1;
  return writing === 'plain' ? start : start + 1;
}

class Alignment {
  readonly #source: SourceText;
  readonly #value: string;
  readonly #writing: Writing;
  readonly #end: number;
  readonly #into: SliceBuilder;
  #file: number;

  constructor(source: SourceText, value: string, writing: Writing, start: number, end: number) {
    this.#source = source;
    this.#value = value;
    this.#writing = writing;
    this.#file = firstOffset(source.text, start, writing);
    this.#end = end;
    this.#into = new SliceBuilder(source);
  }

  run(): Slice {
    const from = this.#file;
    for (const char of this.#value) this.#place(char);
    return this.#into.build(from);
  }

  /** Finds one character of the value in the file, skipping what folding and indentation took away. */
  #place(char: string): void {
    this.#skip(char);
    const at = Math.min(this.#file, this.#end);
    this.#into.add(char, at);
    if (at < this.#end) this.#file += escapeLength(this.#source.text, at, this.#writing) || char.length;
  }

  #skip(char: string): void {
    const { text } = this.#source;
    while (this.#file < this.#end && this.#isSkipped(text[this.#file], char)) this.#file += this.#skipLength();
  }

  #skipLength(): number {
    return this.#isContinuation() ? 2 : 1;
  }

  /** A backslash before a line end stands for nothing. */
  #isContinuation(): boolean {
    const next = this.#source.text[this.#file + 1];
    return this.#writing === 'double' && this.#source.text[this.#file] === '\\' && (next === '\n' || next === '\r');
  }

  #isSkipped(written: string | undefined, char: string): boolean {
    if (this.#isContinuation()) return true;
    if (!isBlank(written) || written === char) return false;
    // A folded line end is a blank in the value.
    return !(written === '\n' && (char === ' ' || char === '\n'));
  }
}

/**
 * The value of a scalar with its way back to the file. The package gives the value; this walks value and file side by
 * side, so an error here can only misplace a diagnostic.
 */
export function alignedSlice(source: SourceText, value: string, writing: Writing, start: number, end: number): Slice {
  return new Alignment(source, value, writing, start, end).run();
}
