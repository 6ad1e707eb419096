import { unitsAt } from '../../../src/functions/code-points.ts';

/** Literal pieces with exactly one character between each two. */
type Run = readonly string[];

/** Where a run that begins at `at` ends, or -1. */
function runEnd(text: string, run: Run, at: number): number {
  let end = at;
  for (const [i, piece] of run.entries()) {
    if (i > 0 && end === text.length) return -1;
    if (i > 0) end += unitsAt(text, end);
    if (!text.startsWith(piece, end)) return -1;
    end += piece.length;
  }
  return end;
}

/** Where a run that ends with the text begins, or -1. */
function runStart(text: string, run: Run): number {
  let start = text.length;
  for (const [i, piece] of [...run].reverse().entries()) {
    if (i > 0 && start === 0) return -1;
    if (i > 0) start -= start > 1 ? unitsAt(text, start - 2) : 1;
    if (!text.endsWith(piece, start)) return -1;
    start -= piece.length;
  }
  return start;
}

/** Where the first run at or after `from` ends, or -1. */
function findRun(text: string, run: Run, from: number): number {
  const [first = ''] = run;
  for (let at = text.indexOf(first, from); at !== -1; at = text.indexOf(first, at + unitsAt(text, at))) {
    const end = runEnd(text, run, at);
    if (end !== -1 || at >= text.length) return end;
  }
  return -1;
}

/**
 * Whether a wildcard pattern covers a text: runs with any number of any characters between each two. Each run takes the first place
 * where it fits, so that there is no way back.
 */
export function glob(text: string, runs: readonly Run[]): boolean {
  const [first = [], ...rest] = runs;
  const last = rest.pop();
  let at = runEnd(text, first, 0);
  if (last === undefined) return at === text.length;
  for (let i = 0; i < rest.length && at !== -1; i++) at = findRun(text, rest[i] ?? [], at);
  return at !== -1 && runStart(text, last) >= at;
}
