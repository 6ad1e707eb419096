import { type DialectOptions, formatDialect } from 'sql-formatter';
import type { TraceEntry } from '../../src/target/layout.ts';

/** How a dialect's text is read when it is laid out. */
export interface SqlReading {
  /** The grammar that sql-formatter has for it. */
  readonly grammar: DialectOptions;
  /** The parameters of the time window, as a regular expression. */
  readonly parameter: string;
  /** A backslash in quotes takes the next character along. */
  readonly backslash: boolean;
}

/** A piece of the text that no layout may change or cut. */
interface Token {
  readonly start: number;
  readonly end: number;
}

const PARTS = {
  comment: String.raw`--[^\n]*`,
  doubled: `'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*"`,
  escaped: String.raw`'[^'\\]*(?:(?:''|\\[^])[^'\\]*)*'|"[^"\\]*(?:(?:""|\\[^])[^"\\]*)*"`,
  word: String.raw`[\p{L}\p{N}_$]+`,
  mark: String.raw`[()[\]{},;]`,
  operator: String.raw`[^\s\p{L}\p{N}_$()[\]{},;'"]+`,
};

/** Comments, quoted text, words, brackets and runs of operator signs; what lies between is layout. */
export function sqlTokens(text: string, { backslash }: Pick<SqlReading, 'backslash'>): readonly Token[] {
  const { comment, doubled, escaped, word, mark, operator } = PARTS;
  const pattern = new RegExp([comment, backslash ? escaped : doubled, word, mark, operator, '[^\\s]'].join('|'), 'gu');
  return [...text.matchAll(pattern)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
}

const wordsOf = (text: string, tokens: readonly Token[]): readonly string[] =>
  tokens.map(({ start, end }) => text.slice(start, end));

export interface Formatted {
  readonly text: string;
  readonly trace: readonly TraceEntry[];
}

/** Where a piece of the text stands after its tokens have moved. */
function moved(trace: readonly TraceEntry[], before: readonly Token[], after: readonly Token[]): readonly TraceEntry[] {
  const starts = new Map(before.map(({ start }, i) => [start, after[i]?.start]));
  const ends = new Map(before.map(({ end }, i) => [end, after[i]?.end]));
  return trace.flatMap((entry) => {
    const [start, end] = [starts.get(entry.start), ends.get(entry.end)];
    return start === undefined || end === undefined ? [] : [{ ...entry, start, end }];
  });
}

/** Larger texts are nobody's reading, and stay as they are. */
const LONGEST = 200_000;

function laidOut(text: string, { grammar, parameter }: SqlReading): string | undefined {
  try {
    return formatDialect(text, {
      dialect: grammar,
      paramTypes: { custom: [{ regex: parameter }] },
      keywordCase: 'preserve',
      expressionWidth: 100,
      tabWidth: 2,
    });
  } catch {
    // The formatter throws on what its grammar does not know; the caller keeps the text as it is.
    return undefined;
  }
}

/**
 * Lays SQL out with sql-formatter. Its answer is taken only when every token is there as it was, in the same order: a text that the
 * formatter can't read, or would change, comes back as it is.
 */
export function formatSql(reading: SqlReading, { text, trace }: Formatted): Formatted {
  const formatted = text.length > LONGEST ? undefined : laidOut(text, reading);
  if (formatted === undefined) return { text, trace };
  const [before, after] = [sqlTokens(text, reading), sqlTokens(formatted, reading)];
  const [words, kept] = [wordsOf(text, before), wordsOf(formatted, after)];
  if (words.length !== kept.length || words.some((word, i) => word !== kept[i])) return { text, trace };
  return { text: `${formatted.trimEnd()}\n`, trace: moved(trace, before, after) };
}
