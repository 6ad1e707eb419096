import type { SourceText, Span } from '../text/source-text.ts';
import { type Label, type LabelName, labelsOf } from './page-labels.ts';
import { type Line, lineSpan, linesOf, type Section, sectionsOf } from './page-lines.ts';

/** A page in all its parts. */
export interface Page {
  readonly source: SourceText;
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  readonly labels: ReadonlyMap<LabelName, Label>;
}

export function pageOf(source: SourceText): Page {
  const lines = linesOf(source);
  const sections = sectionsOf(lines);
  return { source, lines, sections, labels: labelsOf(lines, sections[0]?.line ?? lines.length) };
}

export function spanOfLine(page: Page, index: number): Span | undefined {
  const line = page.lines[index];
  return line && lineSpan(page.source, line);
}

export function labelSpan(page: Page, name: LabelName): Span | undefined {
  const label = page.labels.get(name);
  return label && spanOfLine(page, label.line);
}
