import { atoms, compareText, finite, numberOf, type SplValue, several, textOf } from '../value.ts';

/** What one row hands to an aggregate function. */
export interface Sample {
  readonly value: SplValue;
  readonly time: number | undefined;
}

/**
 * An aggregate over a window of samples: new ones come at one end, the oldest leave at the other. `drop` is given the oldest
 * sample that is still in.
 */
export interface Aggregator {
  readonly add: (sample: Sample) => void;
  readonly drop: (sample: Sample) => void;
  readonly result: () => SplValue | null;
}

export type MakeAggregator = () => Aggregator;

/** A list whose front can leave in constant time. */
class Queue<T> {
  #items: T[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  get first(): T | undefined {
    return this.#items[this.#head];
  }

  get last(): T | undefined {
    return this.#items.length > this.#head ? this.#items.at(-1) : undefined;
  }

  shift(): void {
    this.#head++;
    if (this.#head > 1000 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }

  pop(): void {
    this.#items.pop();
  }

  all(): readonly T[] {
    return this.#items.slice(this.#head);
  }
}

/** The best of a window: what a later and better one follows can never become the best. Each sample costs constant time on average. */
class Best<T> {
  readonly #queue = new Queue<{ readonly value: T; readonly at: number }>();
  readonly #better: (a: T, b: T) => boolean;
  #added = 0;
  #dropped = 0;

  constructor(better: (a: T, b: T) => boolean) {
    this.#better = better;
  }

  add(value: T): void {
    for (let last = this.#queue.last; last && this.#better(value, last.value); last = this.#queue.last)
      this.#queue.pop();
    this.#queue.push({ value, at: this.#added++ });
  }

  drop(): void {
    if (this.#queue.first?.at === this.#dropped) this.#queue.shift();
    this.#dropped++;
  }

  get value(): T | undefined {
    return this.#queue.first?.value;
  }
}

export const count: MakeAggregator = () => {
  let total = 0;
  return {
    add: ({ value }) => {
      total += atoms(value).length;
    },
    drop: ({ value }) => {
      total -= atoms(value).length;
    },
    result: () => total,
  };
};

/** How often each text is in the window. */
function tally(): {
  readonly counts: ReadonlyMap<string, number>;
  readonly add: Aggregator['add'];
  readonly drop: Aggregator['drop'];
} {
  const counts = new Map<string, number>();
  const change = (value: SplValue, by: number): void => {
    for (const atom of atoms(value)) {
      const text = textOf(atom);
      const next = (counts.get(text) ?? 0) + by;
      if (next === 0) counts.delete(text);
      else counts.set(text, next);
    }
  };
  return { counts, add: ({ value }) => change(value, 1), drop: ({ value }) => change(value, -1) };
}

export const distinctCount: MakeAggregator = () => {
  const { counts, add, drop } = tally();
  return { add, drop, result: () => counts.size };
};

/** Distinct values in the order of their texts. [SR/stats, values] */
export const values: MakeAggregator = () => {
  const { counts, add, drop } = tally();
  return { add, drop, result: () => several([...counts.keys()].sort(compareText)) };
};

export const mode: MakeAggregator = () => {
  const { counts, add, drop } = tally();
  const result = (): SplValue | null => {
    let best: string | null = null;
    for (const [text, times] of counts) if (best === null || times > (counts.get(best) ?? 0)) best = text;
    return best;
  };
  return { add, drop, result };
};

const numbersOf = (value: SplValue): readonly number[] => atoms(value).flatMap((atom) => numberOf(atom) ?? []);

/** Sum and number of the numeric values; other values are left out. */
const totals =
  (result: (sum: number, size: number) => number | null): MakeAggregator =>
  () => {
    let sum = 0;
    let size = 0;
    const change = (value: SplValue, sign: number): void => {
      for (const number of numbersOf(value)) {
        sum += sign * number;
        size += sign;
      }
    };
    return {
      add: ({ value }) => change(value, 1),
      drop: ({ value }) => change(value, -1),
      result: () => (size === 0 ? null : finite(result(sum, size) ?? Number.NaN)),
    };
  };

export const sum = totals((total) => total);
export const average = totals((total, size) => total / size);

/** By number if all values are numbers, else by text. [SR/stats, max and min] */
const extreme =
  (sign: 1 | -1): MakeAggregator =>
  () => {
    const numbers = new Best<number>((a, b) => sign * (a - b) > 0);
    const texts = new Best<string>((a, b) => sign * compareText(a, b) > 0);
    let others = 0;
    return {
      add: ({ value }) => {
        for (const atom of atoms(value)) {
          const number = numberOf(atom);
          if (number === undefined) others++;
          else numbers.add(number);
          texts.add(textOf(atom));
        }
      },
      drop: ({ value }) => {
        for (const atom of atoms(value)) {
          if (numberOf(atom) === undefined) others--;
          else numbers.drop();
          texts.drop();
        }
      },
      result: () => (others === 0 ? numbers.value : texts.value) ?? null,
    };
  };

export const max = extreme(1);
export const min = extreme(-1);

export const range: MakeAggregator = () => {
  const [high, low] = [max(), min()];
  return {
    add: (sample) => {
      high.add(sample);
      low.add(sample);
    },
    drop: (sample) => {
      high.drop(sample);
      low.drop(sample);
    },
    result: () => {
      const [top, bottom] = [high.result(), low.result()];
      return typeof top === 'number' && typeof bottom === 'number' ? top - bottom : null;
    },
  };
};

const kept =
  (result: (queue: Queue<Sample>) => SplValue | null): MakeAggregator =>
  () => {
    const queue = new Queue<Sample>();
    return { add: (sample) => queue.push(sample), drop: () => queue.shift(), result: () => result(queue) };
  };

/** By arrival, not by time. [SR/stats, first and last] */
export const first = kept((queue) => queue.first?.value ?? null);
export const last = kept((queue) => queue.last?.value ?? null);

/** Values that are kept. [limits.conf, list_maxsize] */
const LIST_SIZE = 100;

export const list = kept((queue) =>
  several(
    queue
      .all()
      .flatMap(({ value }) => atoms(value))
      .slice(0, LIST_SIZE)
      .map(textOf),
  ),
);

/** By time. [SR/stats, earliest and latest] */
const timed =
  (sign: 1 | -1, result: (sample: Sample) => SplValue | null): MakeAggregator =>
  () => {
    const best = new Best<Sample>((a, b) => sign * ((a.time ?? 0) - (b.time ?? 0)) > 0);
    return {
      add: (sample) => best.add(sample),
      drop: () => best.drop(),
      result: () => (best.value ? result(best.value) : null),
    };
  };

export const earliest = timed(-1, ({ value }) => value);
export const latest = timed(1, ({ value }) => value);
export const earliestTime = timed(-1, ({ time }) => time ?? null);
export const latestTime = timed(1, ({ time }) => time ?? null);

const overNumbers = (result: (numbers: readonly number[]) => number | null): MakeAggregator =>
  kept((queue) => {
    const numbers = queue.all().flatMap(({ value }) => numbersOf(value));
    return numbers.length === 0 ? null : result(numbers);
  });

const ascending = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b);

/** Of an even number of values, the higher of the middle two. [SR/stats, median] */
export const median = overNumbers((numbers) => ascending(numbers)[Math.floor(numbers.length / 2)] ?? null);

/** Nearest rank, which is exact up to 1000 distinct values. [SR/stats, perc] */
export const percentile = (percent: number): MakeAggregator =>
  overNumbers((numbers) => ascending(numbers)[Math.max(0, Math.ceil((percent / 100) * numbers.length) - 1)] ?? null);

function squares(numbers: readonly number[]): number {
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return numbers.reduce((total, number) => total + (number - mean) ** 2, 0);
}

export const sumOfSquares = overNumbers((numbers) => numbers.reduce((total, number) => total + number * number, 0));
export const variance = overNumbers((numbers) => squares(numbers) / Math.max(1, numbers.length - 1));
export const populationVariance = overNumbers((numbers) => squares(numbers) / numbers.length);
export const deviation = overNumbers((numbers) => Math.sqrt(squares(numbers) / Math.max(1, numbers.length - 1)));
export const populationDeviation = overNumbers((numbers) => Math.sqrt(squares(numbers) / numbers.length));
