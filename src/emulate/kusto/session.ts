import type { Place } from '../../../grammars/kusto/ast.ts';
import type { Code, ParamsOf } from '../../diagnostics/catalog/index.ts';
import { type Diagnostic, diagnostic, isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { SourceText } from '../../text/source-text.ts';
import type { KustoReadings, ReadingKey } from './readings.ts';

/** Thrown to leave a run that grew too large; `run.ts` catches it. */
export class Halt {}

/** What a run may cost. A query is hostile input: `range`, `join`, `mv-expand` and `strcat` multiply. */
export interface Limits {
  /** Evaluations of operators and functions, and what is looked through. */
  readonly steps: number;
  /** Cells of the rows that are made, in all steps of the query together. */
  readonly cells: number;
  /** UTF-16 units of one text. */
  readonly textLength: number;
}

export const defaultLimits: Limits = { steps: 20_000_000, cells: 8_000_000, textLength: 4_000_000 };

/** What one run shares: its diagnostics, the readings it asked for, its budget and its clock. */
export class Session {
  readonly diagnostics: Diagnostic[] = [];
  readonly asked = new Set<ReadingKey>();
  readonly #source: SourceText;
  readonly #readings: KustoReadings;
  readonly #limits: Limits;
  readonly #seen = new Set<string>();
  readonly now: bigint;
  #steps = 0;
  #cells = 0;

  constructor(query: string, readings: KustoReadings, limits: Limits, now: bigint) {
    this.#source = new SourceText('query', query);
    this.#readings = readings;
    this.#limits = limits;
    this.now = now;
  }

  get failed(): boolean {
    return this.diagnostics.some(isError);
  }

  reading<K extends ReadingKey>(key: K): KustoReadings[K] {
    this.asked.add(key);
    return this.#readings[key];
  }

  /** Says it once, however many rows it holds for. */
  report<C extends Code>(code: C, params: ParamsOf<C>, at?: Place): void {
    const found = diagnostic(code, params, at && { source: this.#source, start: at.start, end: at.end });
    const key = `${code} ${at?.start} ${messageOf(found)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.diagnostics.push(found);
  }

  spend(steps = 1): void {
    this.#steps += steps;
    if (this.#steps > this.#limits.steps) this.#halt('steps', this.#limits.steps);
  }

  /** Rows that are about to be made; a row costs a little whatever its width. */
  make(rows: number, width: number): void {
    this.spend(rows);
    this.#cells += rows * (width + 4);
    if (this.#cells > this.#limits.cells) this.#halt('cells', this.#limits.cells);
  }

  /** A text that was made, if it is not too long. */
  text(made: string): string {
    this.spend(made.length >> 6);
    if (made.length > this.#limits.textLength) this.#halt('characters in one text', this.#limits.textLength);
    return made;
  }

  #halt(what: string, limit: number): never {
    this.report('kusto/budget', { what, limit });
    throw new Halt();
  }
}
