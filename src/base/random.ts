/** Numbers that look random and are the same for the same seed everywhere (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to `limit`, exclusive. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let at = out.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      const [a, b] = [out[at], out[other]];
      if (a !== undefined && b !== undefined) [out[at], out[other]] = [b, a];
    }
    return out;
  }

  /** At most `count` of the items, in their order. The first one is always among them. */
  sample<T>(items: readonly T[], count: number): readonly T[] {
    if (items.length <= count) return items;
    const places = this.shuffled(items.map((_, at) => at).slice(1)).slice(0, count - 1);
    return [0, ...places].sort((a, b) => a - b).flatMap((at) => items.slice(at, at + 1));
  }
}
