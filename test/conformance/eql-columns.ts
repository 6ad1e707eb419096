import type { Code } from '../../src/diagnostics/catalog/index.ts';

/**
 * Elasticsearch counts lines and columns from 1. The lexer, the parser and the listeners on it (lineage, array index)
 * give that column; an error thrown on a node that was already built has its column counted on once more. So its
 * message is one column to the right of the place, and these are the codes that stand for such errors.
 */
const COUNTED_TWICE: ReadonlySet<Code> = new Set<Code>([
  'eql/single-quotes',
  'eql/question-string',
  'eql/by-after-with',
  'eql/interval-unit-missing',
]);

/** What to add to the column of our error to have the one that Elasticsearch states. Functions are built, then refused. */
export const columnShift = (code: Code | undefined, message: string | null): number =>
  (code !== undefined && COUNTED_TWICE.has(code)) || message?.includes('error building') ? 1 : 0;
