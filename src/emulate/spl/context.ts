import type { Code, ParamsOf } from '../../diagnostics/catalog/index.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../text/source-text.ts';
import { defaultReadings, type ReadingName, readingNames, type SplReadings } from './readings.ts';

export interface SplOptions {
  /** Answers to the questions that the documents leave open; what is not given is answered by default. */
  readonly readings: Partial<SplReadings>;
  /** Epoch seconds for `now()`, `earliest=`, `makeresults`. Default: the machine's clock, as in Splunk. */
  readonly now: number;
  /** Definitions of macros without arguments, by name; their text takes the place of the call. */
  readonly macros: Readonly<Record<string, string>>;
}

/** Characters, values and rows that one run may make. A search of few words could otherwise fill the memory. */
const BUDGET = 20_000_000;

/** A field of a new row, in characters: what its place in memory is worth. */
const FIELD_COST = 8;

/** Ends a run whose budget is spent; the fault has been told. Caught in `run.ts`. */
export class Exhausted extends Error {}

/** The answers, where each look at one puts its name into `asked`. */
function watched(answers: SplReadings, asked: Set<ReadingName>): SplReadings {
  const getters = readingNames.map((name) => {
    const get = (): string => {
      asked.add(name);
      return answers[name];
    };
    return [name, { get, enumerable: true }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(getters)) as SplReadings;
}

/** What holds for one run: the readings, the time, and the faults found so far. */
export class Context {
  readonly readings: SplReadings;
  /** The open questions that the run met. */
  readonly asked = new Set<ReadingName>();
  readonly now: number;
  readonly #found = new Map<string, Diagnostic>();
  #left = BUDGET;

  constructor(options: Partial<SplOptions> = {}) {
    this.readings = watched({ ...defaultReadings, ...options.readings }, this.asked);
    this.now = options.now ?? Date.now() / 1000;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()];
  }

  /** Called before something is made that can grow without bound: so many characters, values or rows. */
  spend(amount: number, span: Span): void {
    this.#left -= amount;
    if (this.#left >= 0) return;
    this.report('spl/too-much', { limit: BUDGET }, span);
    throw new Exhausted();
  }

  /** As `spend`, for new rows of some number of fields. */
  spendRows(rows: number, fields: number, span: Span): void {
    this.spend(rows * (1 + fields) * FIELD_COST, span);
  }

  /** A fault at a place is told once, however many rows meet it. */
  report<C extends Code>(code: C, params: ParamsOf<C>, span: Span): void {
    this.add(diagnostic(code, params, span));
  }

  add(found: Diagnostic): void {
    const key = `${found.code} ${found.span?.start} ${found.span?.end}`;
    if (!this.#found.has(key)) this.#found.set(key, found);
  }
}
