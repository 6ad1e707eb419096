import type { SourceText, Span } from '../text/source-text.ts';

export interface Line {
  /** Without the line end. */
  readonly text: string;
  readonly start: number;
}

export function linesOf(source: SourceText): readonly Line[] {
  const { text, lineStarts } = source;
  return lineStarts.map((from, index) => {
    const start = index === 0 && text.startsWith('\ufeff') ? 1 : from;
    const next = lineStarts[index + 1];
    const end = next === undefined ? text.length : next - 1;
    return { text: text.slice(start, text[end - 1] === '\r' ? end - 1 : end), start };
  });
}

export const lineSpan = (source: SourceText, line: Line): Span => ({
  source,
  start: line.start,
  end: line.start + line.text.length,
});

/** The index of the first line from `from` on that passes, or -1. */
export function indexFrom(lines: readonly Line[], from: number, test: (line: Line) => boolean): number {
  for (let index = from; index < lines.length; index++) {
    const line = lines[index];
    if (line && test(line)) return index;
  }
  return -1;
}

/** `# Title`, `=== Title`; in exports of note-taking programs with a bullet before it. */
const HEADING = /^\s*(?:[-*]\s+)?(?:#{1,6}|={1,6})\s+(\S.*)$/;
/** ` [an-anchor]` after a heading. The anchors of the migration are slugs, or a slug with a counter. */
const ANCHOR = / \[([a-z0-9_-]+)\]$/;

export interface Heading {
  readonly title: string;
  readonly anchor?: string;
}

export function headingOf(line: Line): Heading | undefined {
  const text = HEADING.exec(line.text)?.[1]?.trimEnd();
  if (text === undefined) return undefined;
  const anchor = ANCHOR.exec(text);
  return anchor?.[1] ? { title: text.slice(0, anchor.index).trimEnd(), anchor: anchor[1] } : { title: text };
}

/** The sections of a page after its fields, by their titles in lower case. */
const SECTIONS = {
  'potential false positives': 'falsePositives',
  'investigation guide': 'note',
  setup: 'setup',
  'rule query': 'query',
  'rule filters': 'filters',
  'threat mapping': 'threat',
  'rule version history': 'history',
} as const;

export type SectionName = (typeof SECTIONS)[keyof typeof SECTIONS];

export interface Section {
  readonly name: SectionName;
  /** Index of the heading's line. */
  readonly line: number;
}

const isTitle = (title: string): title is keyof typeof SECTIONS => Object.hasOwn(SECTIONS, title);

/** Some copies have the title bold, or bare, where the page had a heading. */
const BOLD = /^\s*(?:[-*]\s+)?\*{0,2}(Rule query)\*{0,2}:?\s*$/i;

/** The known sections in the order of the page. Titles inside the guide look the same; whoever looks for one knows which to take. */
export function sectionsOf(lines: readonly Line[]): readonly Section[] {
  return lines.flatMap((line, index) => {
    const title = (headingOf(line)?.title ?? BOLD.exec(line.text)?.[1])?.toLowerCase();
    return title !== undefined && isTitle(title) ? [{ name: SECTIONS[title], line: index }] : [];
  });
}

/** The text of some lines, without blank lines around. */
export function textOf(lines: readonly Line[], from: number, to: number): string {
  return lines
    .slice(from, to)
    .map((line) => line.text.trimEnd())
    .join('\n')
    .trim();
}
