import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvents } from '../../src/formats/ndjson.ts';
import { SourceText } from '../../src/text/source-text.ts';

/** What became of one case. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

export const PASSED: Outcome = { kind: 'passed' };
export const failed = (reason: string): Outcome => ({ kind: 'failed', reason });
export const skipped = (reason: string): Outcome => ({ kind: 'skipped', reason });

export interface CaseResult {
  readonly case: string;
  readonly outcome: Outcome;
}

/** One row of the report. A suite is named by its folder and file in the corpus. */
export interface Suite {
  readonly name: string;
  /** Files the suite reads, below the corpus; it is left out with a line where one is missing. */
  readonly files: readonly string[];
  readonly run: (corpus: Corpus) => AsyncIterable<CaseResult> | Iterable<CaseResult>;
  /** What is printed behind the table of suites: figures, not verdicts. */
  readonly appendix?: (corpus: Corpus) => string;
}

/** A folder laid out as the corpus. */
export class Corpus {
  readonly root: string;
  readonly #every: number;
  readonly #rules: readonly string[];
  readonly #long: boolean;

  /**
   * Of long collections every so-manieth rule is taken, or those with one of the parts in their names; `long` takes all where a suite
   * would thin them out itself.
   */
  constructor(root: string, every = 1, rules: readonly string[] = [], long = false) {
    this.root = root;
    this.#every = every;
    this.#rules = rules;
    this.#long = long;
  }

  /** Every so-manieth rule a suite is to run that would run every `wanted`th: all where it was said which are to be run. */
  share(wanted: number): number {
    return this.#long || this.#every > 1 || this.#rules.length > 0 ? 1 : wanted;
  }

  /** The rules of a long collection that are asked for. */
  sample<T>(all: readonly T[], nameOf: (rule: T) => string): readonly T[] {
    const wanted = (name: string): boolean =>
      this.#rules.length === 0 || this.#rules.some((part) => name.includes(part));
    return all.filter((rule) => wanted(nameOf(rule))).filter((_, at) => at % this.#every === 0);
  }

  has(file: string): boolean {
    return existsSync(join(this.root, file));
  }

  text(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  /** The names of the files in a folder. */
  names(folder: string): readonly string[] {
    return readdirSync(join(this.root, folder)).sort();
  }

  /** JSON whose numbers need no care. */
  json<T>(file: string): T {
    return JSON.parse(this.text(file)) as T;
  }

  ndjson<T>(file: string): readonly T[] {
    return this.text(file)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as T);
  }

  /** Events with exact integers. */
  events(file: string): readonly Readonly<Record<string, unknown>>[] {
    const read = readEvents(new SourceText(file, this.text(file)));
    if (!read.value || read.diagnostics.length > 0) throw new Error(`${file} holds lines that are no events`);
    return read.value.map(({ event }) => event);
  }
}

/** Compares as text, so that the reason of a failure shows both. */
export function same(actual: unknown, expected: unknown): Outcome {
  const plain = (value: unknown): string =>
    JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? 'undefined';
  const [found, wanted] = [plain(actual), plain(expected)];
  return found === wanted ? PASSED : failed(`expected ${wanted}, found ${found}`);
}
