import { type Threshold, thresholdsOf } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { type Aggregate, type Assignment, fn } from '../commands.ts';
import { fieldName, LEVEL } from '../lexical.ts';
import { allOf, compared, negated } from '../scope.ts';
import { numberText, SIGNS } from './thresholds.ts';

/** How thresholds on numbers are asked of sums over a window. */
export class Numbers {
  readonly #query: CorrelationQuery;
  readonly #nameOf: (wanted: string) => string;

  constructor(query: CorrelationQuery, nameOf: (wanted: string) => string) {
    this.#query = query;
    this.#nameOf = nameOf;
  }

  /** The value of a row as a number. */
  get number(): Frag {
    return raw(this.#nameOf('number'));
  }

  /** The number of each row, and what is counted of it. */
  assignments(): readonly Assignment[] {
    const [field] = thresholdsOf(this.#query.condition).flatMap(({ fields }) => fields);
    if (!field) return [];
    return [
      [this.#nameOf('number'), fn('tonumber', fieldName(field.name))],
      ...this.#limits().flatMap(({ limit, at }): readonly Assignment[] => [
        [this.#nameOf(`below${at}`), fn('if', compared(this.number, '<', limit), raw('1'), raw('0'))],
        [this.#nameOf(`upto${at}`), fn('if', compared(this.number, '<=', limit), raw('1'), raw('0'))],
      ]),
    ];
  }

  /** The limits of percentiles, each once. */
  #limits(): readonly { readonly limit: Frag; readonly at: number }[] {
    if (this.#query.type !== 'value_percentile') return [];
    const counts = [...new Set(thresholdsOf(this.#query.condition).map(({ count }) => count))];
    return counts.map((count, i) => ({ limit: numberText(count), at: i + 1 }));
  }

  /** What is added up. */
  sums(): readonly Aggregate[] {
    const limits = this.#limits().flatMap(({ at }) => [`below${at}`, `upto${at}`]);
    return [
      [fn('count', this.number), this.#nameOf('numbers')],
      [fn('sum', this.number), this.#nameOf('total')],
      ...limits.map((name): Aggregate => [fn('sum', raw(this.#nameOf(name))), this.#nameOf(`sum_${name}`)]),
    ];
  }

  /** What one row adds to each sum. */
  owns(): readonly Frag[] {
    const limits = this.#limits().flatMap(({ at }) => [`below${at}`, `upto${at}`]);
    const one = fn('if', fn('isnotnull', this.number), raw('1'), raw('0'));
    return [one, fn('coalesce', this.number, raw('0')), ...limits.map((name) => raw(this.#nameOf(name)))];
  }

  /** A threshold, where `of` gives a sum over the window by its name. */
  test(threshold: Threshold, of: (name: string) => Frag): Frag {
    const numbers = of(this.#nameOf('numbers'));
    const some = compared(numbers, '>', raw('0'));
    return allOf([some, this.#compare(threshold, numbers, of)]);
  }

  #compare(threshold: Threshold, numbers: Frag, of: (name: string) => Frag): Frag {
    const { op, count, percentile = 50 } = threshold;
    const total = of(this.#nameOf('total'));
    if (this.#query.type === 'value_sum') return compared(total, SIGNS[op], numberText(count));
    if (this.#query.type === 'value_avg')
      return compared(q(LEVEL.factor)`${total}/${numbers}`, SIGNS[op], numberText(count));
    // The value of rank r reaches a limit iff fewer than r values lie below it.
    const text = String(numberText(count).doc);
    const at = this.#limits().find(({ limit }) => String(limit.doc) === text)?.at ?? 0;
    const rank = fn('max', raw('1'), fn('ceiling', q(LEVEL.factor)`${numberText(percentile / 100)}*${numbers}`));
    const reaches = compared(of(this.#nameOf(`sum_below${at}`)), '<', rank);
    const passes = compared(of(this.#nameOf(`sum_upto${at}`)), '<', rank);
    switch (op) {
      case 'gte':
        return reaches;
      case 'gt':
        return passes;
      case 'lt':
        return negated(reaches);
      case 'lte':
        return negated(passes);
      case 'eq':
        return allOf([reaches, negated(passes)]);
      case 'neq':
        return negated(allOf([reaches, negated(passes)]));
    }
  }
}
