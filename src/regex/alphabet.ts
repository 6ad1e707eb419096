import { type CharSet, LAST_CODE_POINT } from './char-set.ts';

/**
 * The code points sorted into classes that no set of an expression tells apart: automata then work on a few symbols
 * instead of a million characters.
 */
export class Alphabet {
  /** The first code points of the runs, and the class of each run. */
  readonly #starts: Int32Array;
  readonly #classes: Int32Array;
  readonly #ascii: Int32Array;
  /** The number of runs in each class. */
  readonly #sizes: number[];

  constructor(sets: readonly CharSet[]) {
    const cuts = new Set([0]);
    for (const { from, to } of sets.flat()) cuts.add(from).add(to + 1);
    cuts.delete(LAST_CODE_POINT + 1);
    this.#starts = Int32Array.from(cuts).sort();
    this.#classes = new Int32Array(this.#starts.length);
    this.#sizes = [this.#starts.length];
    for (const set of sets) this.#refine(set);
    this.#ascii = Int32Array.from({ length: 128 }, (_, code) => this.#find(code));
  }

  /** Splits each class in what lies in the set and what does not. */
  #refine(set: CharSet): void {
    const runs = set.flatMap(({ from, to }) => this.#runs(from, to));
    const inside = new Map<number, number>();
    for (const run of runs) inside.set(this.#class(run), (inside.get(this.#class(run)) ?? 0) + 1);
    const renamed = new Map<number, number>();
    for (const [cls, number] of inside)
      if (number < (this.#sizes[cls] ?? 0)) renamed.set(cls, this.#split(cls, number));
    for (const run of runs) this.#classes[run] = renamed.get(this.#class(run)) ?? this.#class(run);
  }

  #split(cls: number, number: number): number {
    this.#sizes[cls] = (this.#sizes[cls] ?? 0) - number;
    return this.#sizes.push(number) - 1;
  }

  #class(run: number): number {
    return this.#classes[run] ?? 0;
  }

  #runs(from: number, to: number): readonly number[] {
    const runs: number[] = [];
    for (let run = this.#run(from); (this.#starts[run] ?? Number.POSITIVE_INFINITY) <= to; run++) runs.push(run);
    return runs;
  }

  #run(code: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The number of classes. */
  get size(): number {
    return this.#sizes.length;
  }

  #find(code: number): number {
    return this.#class(this.#run(code));
  }

  classOf(code: number): number {
    return code < 128 ? (this.#ascii[code] ?? 0) : this.#find(code);
  }

  /** For each class whether it lies in the set, which must be one the alphabet was made of. */
  members(set: CharSet): Uint8Array {
    const members = new Uint8Array(this.size);
    for (const { from, to } of set) for (const run of this.#runs(from, to)) members[this.#class(run)] = 1;
    return members;
  }

  /** The characters of each class. */
  sets(): readonly CharSet[] {
    const sets: { from: number; to: number }[][] = Array.from({ length: this.size }, () => []);
    this.#starts.forEach((from, run) => {
      const to = (this.#starts[run + 1] ?? LAST_CODE_POINT + 1) - 1;
      const set = sets[this.#class(run)];
      const last = set?.at(-1);
      if (last !== undefined && last.to === from - 1) last.to = to;
      else set?.push({ from, to });
    });
    return sets;
  }
}
