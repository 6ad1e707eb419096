import type { Doc, Frag } from '../../src/target/frag.ts';

/** The width of a line that the layout fills. */
export const LINE = 100;

/** The width of a doc that is written on one line. */
function widthOf(doc: Doc): number {
  if (typeof doc === 'string') return doc.length;
  if (!('kind' in doc)) return doc.reduce((width, part) => width + widthOf(part), 0);
  if (doc.kind !== 'block') return widthOf(doc.doc) + (doc.kind === 'indent' ? doc.open.length + doc.close.length : 0);
  return doc.items.reduce((width, part) => width + widthOf(part) + doc.separator.length + 2, 0);
}

/** Items one after another behind a word, as many on a line as fit. */
export function wrapped(word: string, items: readonly Frag[]): Frag {
  const doc: Doc[] = [word, ' '];
  let column = word.length + 1;
  items.forEach((item, i) => {
    const width = widthOf(item.doc) + 2;
    const breaks = i > 0 && column + width > LINE;
    column = breaks ? width + 2 : column + width;
    doc.push(i === 0 ? '' : breaks ? ',\n  ' : ', ', item.doc);
  });
  return { level: 0, doc };
}
