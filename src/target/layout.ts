import type { Span } from '../text/source-text.ts';
import type { Doc, Frag } from './frag.ts';

/** Which part of a rendered text says which part of the rule. Offsets are UTF-16 units of the text. */
export interface TraceEntry {
  readonly start: number;
  readonly end: number;
  readonly origin: Span;
}

export interface Layout {
  readonly text: string;
  readonly trace: readonly TraceEntry[];
}

const WIDTH = 110;

// Array.isArray does not narrow a readonly array.
const isRow = (doc: Doc): doc is readonly Doc[] => Array.isArray(doc);

/** The sum of widths, given up as soon as it is over the limit. */
function sumWidths(docs: readonly Doc[], gap: number, limit: number): number {
  let width = 0;
  for (const doc of docs) {
    width += flatWidth(doc, limit - width) + gap;
    if (width > limit) break;
  }
  return width;
}

/** The width of a doc written on one line, or more than `limit` as soon as that is known. */
function flatWidth(doc: Doc, limit: number): number {
  if (typeof doc === 'string') return doc.length;
  if (isRow(doc)) return sumWidths(doc, 0, limit);
  if (doc.kind === 'origin') return flatWidth(doc.doc, limit);
  if (doc.kind === 'indent') return doc.open.length + doc.close.length + flatWidth(doc.doc, limit);
  return sumWidths(doc.items, doc.trailing ? doc.separator.length + 1 : doc.separator.length + 2, limit);
}

/** Writes docs as text, breaking groups that do not fit the line, and notes where each traced piece ends up. */
class Writer {
  readonly #parts: string[] = [];
  readonly trace: TraceEntry[] = [];
  #length = 0;
  #column = 0;
  #lines = 0;

  #put(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    const at = text.lastIndexOf('\n');
    this.#column = at === -1 ? this.#column + text.length : text.length - at - 1;
  }

  #line(indent: number): void {
    this.#lines += 1;
    this.#put(`\n${' '.repeat(indent)}`);
  }

  #fits(doc: Doc): boolean {
    const room = WIDTH - this.#column;
    return flatWidth(doc, room) <= room;
  }

  write(doc: Doc, indent: number, flat: boolean): void {
    if (typeof doc === 'string') this.#put(doc);
    else if (isRow(doc)) for (const part of doc) this.write(part, indent, flat);
    else if (doc.kind === 'origin') this.#origin(doc, indent, flat);
    else if (doc.kind === 'indent') this.#indent(doc, indent, flat);
    else this.#block(doc, indent, flat || this.#fits(doc));
  }

  #origin(node: Extract<Doc, { kind: 'origin' }>, indent: number, flat: boolean): void {
    const start = this.#length;
    this.write(node.doc, indent, flat);
    this.trace.push({ start, end: this.#length, origin: node.origin });
  }

  #indent(node: Extract<Doc, { kind: 'indent' }>, indent: number, flat: boolean): void {
    const word = node.open.trimEnd();
    this.#put(word);
    if (flat || this.#fits(node)) {
      this.#put(node.open.slice(word.length));
      this.write(node.doc, indent, true);
    } else {
      this.#line(indent + 2);
      this.write(node.doc, indent + 2, false);
      if (node.close !== '') this.#line(indent);
      this.#put(node.close.trimStart());
      return;
    }
    this.#put(node.close);
  }

  #block(node: Extract<Doc, { kind: 'block' }>, indent: number, flat: boolean): void {
    let line = this.#lines;
    node.items.forEach((item, i) => {
      if (i > 0) {
        const afterBroken = this.#lines > line;
        if (node.trailing) this.#fill(node.separator, item, indent, flat, afterBroken);
        else this.#lead(node.separator, indent, flat);
      }
      line = this.#lines;
      this.write(item, indent, flat);
    });
  }

  /** Comma lists fill their lines; what stands behind an item of several lines starts a new one. */
  #fill(separator: string, item: Doc, indent: number, flat: boolean, afterBroken: boolean): void {
    this.#put(separator);
    const room = WIDTH - this.#column - 2;
    if (flat || (!afterBroken && flatWidth(item, room) <= room)) this.#put(' ');
    else this.#line(indent);
  }

  /** Operators start a line each. */
  #lead(separator: string, indent: number, flat: boolean): void {
    if (flat) {
      this.#put(separator === '' ? ' ' : ` ${separator} `);
    } else {
      this.#line(indent);
      if (separator !== '') this.#put(`${separator} `);
    }
  }

  text(): string {
    return this.#parts.join('');
  }
}

/** Renders a fragment: what fits a line stays on it, longer chains and lists are broken and indented. */
export function layout(frag: Frag): Layout {
  const writer = new Writer();
  writer.write(frag.doc, 0, false);
  return { text: writer.text(), trace: writer.trace };
}
