import type { Cond } from '../../src/ir/cond.ts';
import { emitCond } from '../../src/target/emit-cond.ts';
import type { Frag } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { valueNotes } from './notes.ts';
import { type SearchedFields, searchLeaves, searchWords } from './search.ts';
import { type ScalarFields, whereLeaves, whereWords } from './where.ts';

/** Writes the conditions of one query, and gathers what they do not say exactly. */
export class Conditions {
  readonly #searched: SearchedFields = new Map();
  readonly #scalars: ScalarFields = new Map();
  readonly #asked: Cond[] = [];
  readonly #notes: Note[] = [];

  /** For the base search; the caller has asked `planOf`. */
  search(cond: Cond): Frag {
    const { frag, notes } = emitCond(cond, searchWords, searchLeaves(this.#searched));
    this.#notes.push(...notes);
    return frag;
  }

  /** For `where`, and the first argument of `if`. */
  where(cond: Cond): Frag {
    const { frag, notes } = emitCond(cond, whereWords, whereLeaves(this.#scalars));
    this.#asked.push(cond);
    this.#notes.push(...notes);
    return frag;
  }

  get notes(): readonly Note[] {
    return [...valueNotes(this.#searched, this.#scalars, this.#asked), ...this.#notes];
  }
}
