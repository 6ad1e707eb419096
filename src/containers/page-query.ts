import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { SliceBuilder } from '../formats/slice-builder.ts';
import type { Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';
import { labelOf } from './page-labels.ts';
import { indexFrom, type Line, lineSpan, type Section } from './page-lines.ts';

/** A fence of Markdown, or the ruler of an asciidoc block; the indentation and bullet of a list may stand before it. */
const FENCE = /^([ \t]*(?:[-*][ \t]+)?)(`{3,}|~{3,}|-{4,})(.*)$/;
/** `[source,js]` before an asciidoc block. */
const SOURCE = /^\s*(?:[-*]\s+)?\[source\b[^\]]*\]\s*$/;

/** A fenced block; `end` is the index of the line with the closing mark, or -1. */
export interface Block {
  readonly open: number;
  readonly end: number;
  /** The word after the fence: `js`, `eql` … */
  readonly info: string;
  readonly mark: string;
  /** How many leading blanks belong to the list or quotation around the fence. */
  readonly indent: number;
}

const isClosing = (line: Line, mark: string): boolean => {
  const text = line.text.trimEnd();
  // A page written by docs.py has the fence directly after the last line of the query; a ruler stands alone.
  return mark.startsWith('-') ? text.trimStart() === mark : text.endsWith(mark);
};

interface Fence {
  readonly indent: number;
  readonly mark: string;
  readonly info: string;
}

function fenceAt(line: Line | undefined): Fence | undefined {
  const [, before = '', mark = '', after = ''] = FENCE.exec(line?.text ?? '') ?? [];
  const text = after.trim();
  // Nothing stands after a ruler, and no backtick after a fence: that would be code inside of a line.
  if (mark === '' || text.includes('`') || (mark.startsWith('-') && text !== '')) return undefined;
  return { indent: before.length, mark, info: /^[\w+-]*/.exec(text)?.[0] ?? '' };
}

function blockAt(lines: readonly Line[], open: number): Block | undefined {
  const fence = fenceAt(lines[open]);
  if (!fence) return undefined;
  const end = indexFrom(lines, open + 1, (line) => isClosing(line, fence.mark));
  return { open, end, ...fence };
}

/** The block directly below a heading: only blank lines and `[source …]` stand between. */
export function blockBelow(lines: readonly Line[], heading: number): Block | undefined {
  return blockAt(
    lines,
    indexFrom(lines, heading + 1, (line) => line.text.trim() !== '' && !SOURCE.test(line.text)),
  );
}

/** Blocks from one line to another. An open one reaches to the end of the page. */
function blocksBetween(lines: readonly Line[], from: number, to: number): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = from; at < to; at++) {
    const block = blockAt(lines, at);
    if (!block) continue;
    blocks.push(block);
    if (block.end === -1) break;
    at = block.end;
  }
  return blocks;
}

/** Adds lines with `\n` between, each without the indentation of the list around. */
function joined(source: SourceText, lines: readonly Line[], indent: number): Slice {
  const into = new SliceBuilder(source);
  lines.forEach((line, index) => {
    const blanks = /^[ \t]*/.exec(line.text.slice(0, indent))?.[0].length ?? 0;
    const end = line.start + line.text.length;
    into.copy(line.start + blanks, end);
    if (index < lines.length - 1) into.add('\n', end);
  });
  return into.build(lines[0]?.start ?? 0);
}

/** The lines without blank ones at both ends, and without blanks after the last. */
function trimmed(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex((line) => line.text.trim() !== '');
  const last = lines.findLastIndex((line) => line.text.trim() !== '');
  const end = lines[last];
  return end ? [...lines.slice(first, last), { ...end, text: end.text.trimEnd() }] : [];
}

/** What stands in a closed block. */
function contentOf(source: SourceText, lines: readonly Line[], block: Block): Slice {
  const closing = lines[block.end];
  const before = closing?.text.trimEnd().slice(0, -block.mark.length) ?? '';
  const last = closing && before.trim() !== '' ? [{ text: before, start: closing.start }] : [];
  return joined(source, trimmed([...lines.slice(block.open + 1, block.end), ...last]), block.indent);
}

/** The first line after `from` where another section or the threat mapping starts. */
function endOfSection(lines: readonly Line[], sections: readonly Section[], from: number): number {
  const next = sections.find((section) => section.line > from && section.name !== 'query')?.line ?? lines.length;
  const framework = indexFrom(lines, from + 1, (line) => labelOf(line)?.name === 'framework');
  return framework === -1 ? next : Math.min(framework, next);
}

export interface PageQuery {
  readonly slice?: Slice;
  readonly info: string;
  readonly fenced: boolean;
  /** Index of the heading's line. */
  readonly line: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The guide may hold the same title: the section is the last one that a block follows. */
function querySection(lines: readonly Line[], sections: readonly Section[]): number | undefined {
  const candidates = sections.filter((section) => section.name === 'query').map((section) => section.line);
  return candidates.findLast((line) => blockBelow(lines, line)) ?? candidates.at(-1);
}

/** The query of a page: the last block of the section `Rule query`, or its text where a copy lost the block. */
export function queryOf(
  source: SourceText,
  lines: readonly Line[],
  sections: readonly Section[],
): PageQuery | undefined {
  const heading = querySection(lines, sections);
  if (heading === undefined) return undefined;
  const end = endOfSection(lines, sections, heading);
  const block = blocksBetween(lines, heading + 1, end).at(-1);
  if (!block) {
    const rest = trimmed(lines.slice(heading + 1, end));
    const slice = rest.length > 0 ? joined(source, rest, 0) : undefined;
    return { info: '', fenced: false, line: heading, diagnostics: [], ...(slice && { slice }) };
  }
  const opening = lines[block.open];
  if (block.end === -1 && opening) {
    const open = diagnostic('container/page-block-open', {}, lineSpan(source, opening));
    return { info: block.info, fenced: true, line: heading, diagnostics: [open] };
  }
  return { slice: contentOf(source, lines, block), info: block.info, fenced: true, line: heading, diagnostics: [] };
}
