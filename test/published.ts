import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * The published rules and events, for tests of one room that take all of them. `npm run conformance` hands its corpus folder over
 * and runs these tests on the whole of it; by themselves they take a sample of the corpus beside the repository, if there is one.
 */
const given = process.env.ISORULE_CORPUS;
const folder = given === undefined ? new URL('../../shared/corpus/', import.meta.url) : pathToFileURL(`${given}/`);

export const isWhole = given !== undefined;
export const hasCorpus = existsSync(folder);
if (!hasCorpus) process.stdout.write('skipped: the corpus of rules is not beside the repository\n');

/** One in so many is taken where the whole corpus is not asked for. */
const SAMPLE = 25;

/** Every row of an NDJSON file of the corpus. */
export function corpusRows<T>(file: string): readonly T[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** The rows of a file of rules: all of them, or the sample. */
export const ruleRows = <T>(file: string): readonly T[] =>
  corpusRows<T>(file).filter((_, i) => isWhole || i % SAMPLE === 0);

/** How many of something there must be at least, so that a test can't pass for want of data; a sample must have some. */
export const atLeast = (whole: number): number => (isWhole ? whole : 1);
