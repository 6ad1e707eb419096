import type { Span } from '../../text/source-text.ts';
import { type Diagnostic, helpOf, messageOf, severityOf } from '../diagnostic.ts';
import { shown } from '../entry.ts';

/** How a renderer paints; the command line hands in colours on a terminal, tests and pipes nothing. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string): string => text;
export const plain: Paint = { error: same, warning: same, info: same, dim: same };

const WIDTH = 120;

/** Part of a long line around a column, so that a rule on one line of 40 kB gives a frame that fits a terminal. */
function excerpt(line: string, column: number): { text: string; shift: number } {
  if (line.length <= WIDTH) return { text: line, shift: 0 };
  const start = Math.max(0, Math.min(column - 1 - WIDTH / 2, line.length - WIDTH));
  return { text: line.slice(start, start + WIDTH), shift: start };
}

function frame(span: Span, paint: Paint, note: string): string[] {
  const { line, column } = span.source.position(span.start);
  const end = span.source.position(Math.max(span.start, span.end - 1));
  const { text, shift } = excerpt(span.source.line(line), column);
  const gutter = String(line);
  const width = end.line === line ? end.column - column + 1 : text.length + shift - column + 1;
  const marks = '^'.repeat(Math.max(1, Math.min(width, text.length + shift - column + 1)));
  const pad = ' '.repeat(gutter.length);
  const visible = text.replace(/\t/g, ' ');
  return [
    `${pad} ${paint.dim('┌─')} ${shown(span.source.path)}:${line}:${column}`,
    `${paint.dim(`${gutter} │`)} ${[...visible].map((char) => (char < ' ' ? '·' : char)).join('')}`,
    `${pad} ${paint.dim('│')} ${' '.repeat(column - 1 - shift)}${marks}${note && ` ${note}`}`,
  ];
}

/** A diagnostic as people read it: sentence, place with a code frame, help. No trailing line end. */
export function renderHuman(found: Diagnostic, paint: Paint = plain): string {
  const severity = severityOf(found);
  const lines = [`${paint[severity](`${severity}[${found.code}]`)}: ${messageOf(found)}`];
  if (found.span) lines.push(...frame(found.span, paint, ''));
  for (const label of found.labels ?? []) lines.push(...frame(label.span, paint, label.text));
  const help = helpOf(found);
  if (help) lines.push(`  = help: ${help}`);
  return lines.join('\n');
}
