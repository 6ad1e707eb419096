import type { PageRepair } from '../diagnostics/catalog/container.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { SliceBuilder } from '../formats/slice-builder.ts';
import type { Slice } from '../text/slice.ts';

/** A change to the text of a query that undoes what a page or a copy did to it (PAGE_FORMAT, sections 3 and 5). */
type RepairName = PageRepair;

export interface Repair {
  /** The last change made. */
  readonly name: RepairName;
  /** All changes made, in order. */
  readonly applied: readonly RepairName[];
  readonly slice: Slice;
  /** What is to be said when this text is taken: which changes were made, and where one of them may be wrong. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A piece of text to put in the place of another. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Another text is possible too. */
  readonly doubtful?: boolean;
}

interface Piece {
  readonly kind: 'code' | 'string' | 'raw' | 'line-comment' | 'comment';
  readonly start: number;
  readonly end: number;
}

const OPENING = /"""|["\u201c\u201d\u201e]|\/\/|\/\*/g;
const CLOSING = /\\[\s\S]|["\u201c\u201d]/g;

const orEnd = (text: string, at: number, length: number): number => (at === -1 ? text.length : at + length);

function endOfString(text: string, from: number, straight: boolean): number {
  CLOSING.lastIndex = from;
  for (let found = CLOSING.exec(text); found; found = CLOSING.exec(text)) {
    const char = found[0];
    if (!char.startsWith('\\') && (char === '"' || !straight)) return found.index + 1;
  }
  return text.length;
}

/** How far what starts with `mark` at `at` reaches. */
function ending(text: string, mark: string, at: number): Omit<Piece, 'start'> {
  const after = at + mark.length;
  if (mark === '"""') return { kind: 'raw', end: orEnd(text, text.indexOf('"""', after), 3) };
  if (mark === '//') return { kind: 'line-comment', end: orEnd(text, text.indexOf('\n', after), 0) };
  if (mark === '/*') return { kind: 'comment', end: orEnd(text, text.indexOf('*/', after), 2) };
  return { kind: 'string', end: endOfString(text, after, mark === '"') };
}

/** EQL text as code, strings and comments. EQL has no line ends in strings; here they go on, since a page may have broken them. */
function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(text); found; found = OPENING.exec(text)) {
    if (found.index > from) pieces.push({ kind: 'code', start: from, end: found.index });
    const piece = { start: found.index, ...ending(text, found[0], found.index) };
    pieces.push(piece);
    from = piece.end;
    OPENING.lastIndex = from;
  }
  if (from < text.length) pieces.push({ kind: 'code', start: from, end: text.length });
  return pieces;
}

/** Edits for each match inside pieces of some kinds; a match without a replacement stays. */
function editsIn(
  text: string,
  kinds: readonly Piece['kind'][],
  pattern: RegExp,
  replace: (found: string) => string | undefined,
): Edit[] {
  return piecesOf(text).flatMap(({ kind, start, end }) => {
    if (!kinds.includes(kind)) return [];
    return [...text.slice(start, end).matchAll(pattern)].flatMap((found) => {
      const replacement = replace(found[0]);
      const at = start + found.index;
      return replacement === undefined ? [] : [{ start: at, end: at + found[0].length, text: replacement }];
    });
  });
}

/** The old pages were filled by Python's textwrap, which drops the blank at a break, but also breaks after hyphens and in long words. */
const FILL_COLUMN = 70;

function lineLength(slice: Slice, at: number): number {
  const { line } = slice.source.position(slice.fileOffset(at));
  return slice.source.line(line).length;
}

/** The text without blanks on both sides of a line end. */
function runAround(text: string, at: number): number {
  const before = /\S*$/.exec(text.slice(Math.max(0, at - FILL_COLUMN), at))?.[0].length ?? 0;
  const after = /^\S*/.exec(text.slice(at + 1, at + 1 + FILL_COLUMN))?.[0].length ?? 0;
  return before + after;
}

/** What a line end inside a string stood for. */
function joint(slice: Slice, at: number): Omit<Edit, 'start' | 'end'> {
  const { text } = slice;
  const hyphen = text[at - 1] === '-' && /\S/.test(text[at - 2] ?? ' ');
  const longWord = runAround(text, at) > FILL_COLUMN && lineLength(slice, at - 1) === FILL_COLUMN;
  return hyphen || longWord ? { text: '', doubtful: true } : { text: ' ' };
}

function joinStrings(slice: Slice): Edit[] {
  const breaks = editsIn(slice.text, ['string', 'raw'], /\n/g, () => ' ');
  return breaks.map((edit) => ({ ...edit, ...joint(slice, edit.start) }));
}

const PUNCTUATION: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u00a0': ' ',
  '\u2013': '-',
  '\u2014': '-',
};

/** Quotes at both ends of strings, other signs outside of them. */
function typography({ text }: Slice): Edit[] {
  const quotes = piecesOf(text).flatMap(({ kind, start, end }) =>
    kind === 'string' ? [start, end - 1].filter((at) => /[\u201c\u201d\u201e]/.test(text[at] ?? '')) : [],
  );
  const edits = quotes.map((at) => ({ start: at, end: at + 1, text: '"' }));
  const others = editsIn(text, ['code'], /[\u2018\u2019\u00a0\u2013\u2014]/g, (sign) => PUNCTUATION[sign]);
  return [...edits, ...others].sort((a, b) => a.start - b.start);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
  '&#160;': ' ',
};

/** Once only: `&amp;lt;` becomes `&lt;`. */
function entities({ text }: Slice): Edit[] {
  return [...text.matchAll(/&(?:lt|gt|amp|quot|apos|nbsp|#34|#39|#160);/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    text: ENTITIES[found[0]] ?? found[0],
  }));
}

/** A pair of backslashes is EQL's own escape and stays. */
const markdownEscapes = ({ text }: Slice): Edit[] =>
  editsIn(text, ['code', 'string'], /\\\\|\\[*_[\]()#+\-.!]/g, (found) =>
    found === '\\\\' ? undefined : found.slice(1),
  );

/** In the order in which they are tried. */
const REPAIRS: readonly { readonly name: RepairName; readonly edits: (slice: Slice) => Edit[] }[] = [
  { name: 'join-strings', edits: joinStrings },
  { name: 'typography', edits: typography },
  { name: 'entities', edits: entities },
  { name: 'markdown-escapes', edits: markdownEscapes },
];

/** Copies a part of a slice with its way back to the file. */
function copyPart(into: SliceBuilder, slice: Slice, start: number, end: number): void {
  let from = start;
  for (let at = start + 1; at <= end; at++) {
    if (at < end && slice.fileOffset(at) === slice.fileOffset(at - 1) + 1) continue;
    into.add(slice.text.slice(from, at), slice.fileOffset(from));
    from = at;
  }
}

function edited(slice: Slice, edits: readonly Edit[]): Slice {
  if (edits.length === 0) return slice;
  const into = new SliceBuilder(slice.source);
  let from = 0;
  for (const { start, end, text } of edits) {
    copyPart(into, slice, from, start);
    into.add(text, slice.fileOffset(start));
    from = end;
  }
  copyPart(into, slice, from, slice.text.length);
  return into.build(slice.fileOffset(0));
}

/**
 * Texts to try in turn when the query of a page does not parse; each has the changes of those before it. A change that
 * changes nothing is left out. Whoever takes one passes its diagnostics on.
 *
 * @param fenced Whether the query stood in a block; Markdown's escapes are undone only outside of one.
 */
export function repairs(slice: Slice, fenced: boolean): readonly Repair[] {
  const tried: Repair[] = [];
  const doubts: Diagnostic[] = [];
  const change = (from: Slice, edits: readonly Edit[]): Slice => {
    for (const edit of edits) if (edit.doubtful) doubts.push(doubt(from, edit));
    return edited(from, edits);
  };
  let current = slice;
  for (const { name, edits } of REPAIRS) {
    if (name === 'markdown-escapes' && fenced) continue;
    const changed = change(current, edits(current));
    // New quotes make new strings, which may hold a line end.
    const next = name === 'join-strings' ? changed : change(changed, joinStrings(changed));
    if (next.text === current.text) continue;
    const applied = [...(tried.at(-1)?.applied ?? []), name];
    tried.push({ name, applied, slice: next, diagnostics: [repaired(next, applied), ...doubts] });
    current = next;
  }
  return tried;
}

const repaired = (slice: Slice, applied: readonly RepairName[]): Diagnostic =>
  diagnostic('container/page-repaired', { repairs: applied }, slice.span(0, slice.text.length));

const doubt = (slice: Slice, edit: Edit): Diagnostic =>
  diagnostic('container/page-doubtful-join', {}, slice.span(Math.max(0, edit.start - 1), edit.start));

/** The offset of the first `//` comment of an EQL text, or -1. */
export function lineCommentIn(text: string): number {
  return piecesOf(text).find((piece) => piece.kind === 'line-comment')?.start ?? -1;
}

/** The offset of the first blank in a string of an EQL text, or -1. */
export function blankInString(text: string): number {
  for (const { kind, start, end } of piecesOf(text)) {
    const at = kind === 'string' || kind === 'raw' ? text.slice(start, end).search(/\s/) : -1;
    if (at !== -1) return start + at;
  }
  return -1;
}
