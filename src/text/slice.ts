import type { SourceText, Span } from './source-text.ts';

/** From slice offset `at` on, until the next anchor, the slice's characters stand in the file from offset `file` on. */
export interface Anchor {
  readonly at: number;
  readonly file: number;
}

/**
 * A text cut out of a file that still knows the file around it: a query inside TOML, a JSON string or a Markdown fence.
 * Where the container unescaped or unindented the text, anchors say which offset of the file each run of it came from.
 */
export class Slice {
  readonly text: string;
  readonly source: SourceText;
  readonly #anchors: readonly Anchor[];

  /** `anchors` are ascending by `at`; the first one is at 0. */
  constructor(source: SourceText, text: string, anchors: readonly Anchor[]) {
    this.source = source;
    this.text = text;
    this.#anchors = anchors;
  }

  /** A slice that is the file from `start` to `end` as it stands. */
  static verbatim(source: SourceText, start = 0, end = source.text.length): Slice {
    return new Slice(source, source.text.slice(start, end), [{ at: 0, file: start }]);
  }

  /** The offset in the file of an offset in the slice. */
  fileOffset(offset: number): number {
    let low = 0;
    let high = this.#anchors.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#anchors[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const anchor = this.#anchors[low] ?? { at: 0, file: 0 };
    return Math.min(anchor.file + (offset - anchor.at), this.source.text.length);
  }

  /** The span in the file of `start` to `end` (exclusive) in the slice. */
  span(start: number, end: number): Span {
    const from = this.fileOffset(start);
    const to = end > start ? this.fileOffset(end - 1) + 1 : from;
    return { source: this.source, start: from, end: Math.max(from, to) };
  }
}
