import type { Span } from '../../text/source-text.ts';
import type { Context } from './context.ts';

export interface Found {
  readonly start: number;
  readonly end: number;
  /** Group 0 is the whole match; a group that took no part is absent. */
  readonly groups: readonly (string | undefined)[];
}

export interface Matcher {
  /** The names of named groups and their numbers. */
  readonly names: ReadonlyMap<string, number>;
  readonly test: (text: string) => boolean;
  /** Matches from left to right that do not overlap. */
  readonly all: (text: string) => readonly Found[];
}

/** TEMPORARY */
export function compileRegex(text: string, context: Context, span: Span): Matcher | undefined {
  try {
    const r = new RegExp(text.replace(/\\z/g, '$'), 'g');
    const all = (t: string) =>
      [...t.matchAll(r)].map((m) => ({ start: m.index, end: m.index + m[0].length, groups: [...m] }));
    return {
      names: new Map([...text.matchAll(/\(\?P?<(\w+)>/g)].map((m, i) => [m[1] ?? '', i + 1])),
      test: (t) => all(t).length > 0,
      all,
    };
  } catch {
    context.report('spl/regex', { text }, span);
    return undefined;
  }
}
