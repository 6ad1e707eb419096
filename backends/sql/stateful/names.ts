import { type Frag, raw } from '../../../src/target/frag.ts';

/**
 * Names of our own for columns and steps. None is that of a column or table of the rule: ClickHouse takes a name for an alias before it takes
 * it for a column (https://clickhouse.com/docs/sql-reference/syntax#notes-on-usage), and a step hides the table of its name.
 */
export class Names {
  readonly #taken: ReadonlySet<string>;
  readonly #lead: string;

  constructor(taken: Iterable<string>, lead = '') {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()));
    this.#lead = lead;
  }

  /** Names of their own for a part of the statement: none is one of another part. */
  within(part: string): Names {
    return new Names(this.#taken, `${part}_`);
  }

  /** The name, with underscores behind it until it is free; the same for the same words. */
  of(name: string): Frag {
    let free = this.#lead + name;
    while (this.#taken.has(free)) free += '_';
    return raw(free);
  }
}
