import type { StarPattern } from '../wildcard.ts';

// https://docs.splunk.com/Documentation/Splunk/9.3.0/Admin/Segmentersconf (defaults, without the %-escapes)
const MAJOR = new Set([...'[]<>(){}|!;,\'"*\n\r \t&?+']);
const MINOR = new Set([...'/:=@.-$#%\\_']);

export const isMajor = (char: string): boolean => MAJOR.has(char);
const isBreaker = (char: string | undefined): boolean => char === undefined || MAJOR.has(char) || MINOR.has(char);

export type Boundary = (char: string | undefined) => boolean;
export const anyBreaker: Boundary = isBreaker;
export const majorBreaker: Boundary = (char) => char === undefined || MAJOR.has(char);

const startsAt = (text: string, at: number, part: string, edge: Boundary): boolean =>
  edge(text[at - 1]) || edge(part[0] ?? ' ');

const endsAt = (text: string, end: number, part: string, edge: Boundary): boolean =>
  edge(text[end]) || edge(part[part.length - 1] ?? ' ');

/** The first place from `from` on where `part` stands with the edges it needs, or -1. */
function find(
  text: string,
  part: string,
  from: number,
  left: Boundary | undefined,
  right: Boundary | undefined,
): number {
  for (let at = text.indexOf(part, from); at !== -1; at = text.indexOf(part, at + 1)) {
    const fits = (!left || startsAt(text, at, part, left)) && (!right || endsAt(text, at + part.length, part, right));
    if (fits) return at;
    if (part === '') return -1;
  }
  return -1;
}

/** Whether a term, perhaps with stars, stands in a text between breakers. A star frees the side it stands on. */
export function holdsTerm(pattern: StarPattern, text: string, edge: Boundary): boolean {
  let at = 0;
  for (const [i, part] of pattern.entries()) {
    if (part === '') continue;
    const found = find(text, part, at, i === 0 ? edge : undefined, i === pattern.length - 1 ? edge : undefined);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}

/** The runs of a text between major breakers. */
export function segments(text: string): readonly string[] {
  const out: string[] = [];
  let run = '';
  for (const char of text) {
    if (!MAJOR.has(char)) run += char;
    else {
      out.push(run);
      run = '';
    }
  }
  return [...out, run];
}
