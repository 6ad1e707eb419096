import type { Span } from '../text/source-text.ts';

/**
 * A piece of query text that is known to be safe: the only doors from `string` to `Frag` are `raw` for text that a backend's author
 * wrote, and a backend's lexical functions for text that came from a rule. A Frag carries how tightly it binds, so that brackets are
 * set by `parens` and not by habit.
 */
export interface Frag {
  readonly doc: Doc;
  /** How tightly the outermost operator binds: 0 is the tightest (an atom); each dialect numbers its own levels upwards. */
  readonly level: number;
}

/** Text, a row of docs, a group that is written on one line or one item a line, or a mark of where it came from. */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: 'block'; readonly items: readonly Doc[]; readonly separator: string; readonly trailing: boolean }
  | { readonly kind: 'indent'; readonly doc: Doc; readonly open: string; readonly close: string }
  | { readonly kind: 'origin'; readonly doc: Doc; readonly origin: Span };

/** Text written by a backend's author, never text from a rule. */
export const raw = (text: string, level = 0): Frag => ({ doc: text, level });

/** The text of a doc that is nothing else. */
const loneText = (doc: Doc): Doc => (Array.isArray(doc) && doc.length === 1 ? (doc[0] as Doc) : doc);

/** q`${a} = ${b}`: the text between the holes was written by the author, and every hole is a Frag. `level` as in Frag. */
export function q(level: number): (strings: TemplateStringsArray, ...holes: readonly Frag[]) => Frag {
  return (strings, ...holes) => {
    const doc: Doc[] = [];
    // Text beside text is one text: most fragments are a name, an operator and a literal. A fragment stays an object of its own, by
    // which backends know it again.
    let text = strings[0] ?? '';
    for (let i = 0; i < holes.length; i++) {
      const hole = loneText(holes[i]?.doc ?? '');
      if (typeof hole === 'string') text += hole;
      else {
        if (text !== '') doc.push(text);
        doc.push(hole);
        text = '';
      }
      text += strings[i + 1] ?? '';
    }
    if (text !== '') doc.push(text);
    return { level, doc };
  };
}

/** Brackets around a fragment that binds more loosely than `level`. */
export function parens(frag: Frag, level: number): Frag {
  return frag.level <= level ? frag : bracketed(frag);
}

/** Brackets around a fragment, always. */
export function bracketed(frag: Frag): Frag {
  return { level: 0, doc: { kind: 'indent', open: '(', close: ')', doc: frag.doc } };
}

/** Items between which an operator stands: `a AND b AND c`; broken over lines, the operator leads each line but the first. */
export function chain(items: readonly Frag[], operator: string, level: number): Frag {
  return { level, doc: { kind: 'block', items: items.map((item) => item.doc), separator: operator, trailing: false } };
}

/** Items separated by commas, without brackets. */
export function list(items: readonly Frag[]): Frag {
  return { level: 0, doc: { kind: 'block', items: items.map((item) => item.doc), separator: ',', trailing: true } };
}

/** `open items close`, for calls and lists: `name(a, b)`. */
export function enclosed(open: string, items: readonly Frag[], close: string): Frag {
  return { level: 0, doc: { kind: 'indent', open, close, doc: list(items).doc } };
}

/** Marks a fragment with the place in the rule that it says. */
export function traced(frag: Frag, origin: Span | undefined): Frag {
  return origin ? { level: frag.level, doc: { kind: 'origin', doc: frag.doc, origin } } : frag;
}

/** Lines of text one after another, as they stand. */
export function lines(frags: readonly Frag[]): Frag {
  const docs: Doc[] = [];
  for (const { doc } of frags) {
    if (docs.length > 0) docs.push('\n');
    docs.push(doc);
  }
  return { level: 0, doc: docs };
}
