import { type Anchor, Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';

/** Puts a text together from pieces of a file, each piece knowing where it came from. */
export class SliceBuilder {
  readonly #source: SourceText;
  readonly #pieces: string[] = [];
  readonly #anchors: Anchor[] = [];
  #length = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds text that stands in the file from offset `file` on, or stands for what is written there (an escape). */
  add(text: string, file: number): this {
    if (text === '') return this;
    const last = this.#anchors.at(-1);
    if (last === undefined || last.file + (this.#length - last.at) !== file) {
      this.#anchors.push({ at: this.#length, file });
    }
    this.#pieces.push(text);
    this.#length += text.length;
    return this;
  }

  /** Adds a piece of the file as it stands. */
  copy(start: number, end: number): this {
    return this.add(this.#source.text.slice(start, end), start);
  }

  /** The slice; where nothing was added, an empty one that stands at `empty`. */
  build(empty = 0): Slice {
    const anchors = this.#anchors.length > 0 ? this.#anchors : [{ at: 0, file: empty }];
    return new Slice(this.#source, this.#pieces.join(''), anchors);
  }
}
