import type { SplReadings } from '../readings.ts';

/** A pattern of `like`: pieces between `%`, each a list of characters, where nothing stands for any one character. */
type Piece = readonly (string | undefined)[];

function pieces(pattern: string, escapes: boolean): readonly Piece[] {
  const out: (string | undefined)[][] = [[]];
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i];
    const next = chars[i + 1];
    if (escapes && char === '\\' && next !== undefined && '%_\\'.includes(next)) {
      out.at(-1)?.push(next);
      i++;
    } else if (char === '%') out.push([]);
    else out.at(-1)?.push(char === '_' ? undefined : char);
  }
  return out;
}

const standsAt = (piece: Piece, text: readonly string[], at: number): boolean =>
  at >= 0 && at + piece.length <= text.length && piece.every((char, i) => char === undefined || char === text[at + i]);

function find(piece: Piece, text: readonly string[], from: number): number {
  for (let at = from; at + piece.length <= text.length; at++) if (standsAt(piece, text, at)) return at;
  return -1;
}

function fits([first = [], ...rest]: readonly Piece[], text: readonly string[]): boolean {
  const last = rest.pop();
  if (!standsAt(first, text, 0)) return false;
  if (last === undefined) return first.length === text.length;
  let at = first.length;
  for (const piece of rest) {
    const found = find(piece, text, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && standsAt(last, text, text.length - last.length);
}

/** Compiles a pattern of `like`: `%` is any run, `_` any character, the whole text must fit, case counts. [SR/eval] */
export function likePattern(pattern: string, readings: SplReadings): (text: string) => boolean {
  const parts = pieces(pattern, readings.likeBackslash === 'escape');
  return (text) => fits(parts, [...text]);
}
