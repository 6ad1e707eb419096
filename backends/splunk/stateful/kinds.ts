import { and, filterCondition } from '../../../src/ir/build.ts';
import type { Cond } from '../../../src/ir/cond.ts';
import { nodeKey } from '../../../src/ir/equal.ts';
import type { Key, SequenceQuery, Step } from '../../../src/ir/query.ts';

/** Events that play one part under one key: what one or more steps in a row ask for, `until`, or a missing step. */
export interface Kind {
  /** The flag that an event of this kind has, and what a comment calls it. */
  readonly flag: string;
  /**
   * The kind as a number: steps from 1 on in their order, `until` 0, missing ones below. Of one event, the greater comes first: no event
   * may extend what it has just made itself.
   */
  readonly number: number;
  readonly condition: Cond;
  readonly keys: readonly Key[];
}

/** A missing step, and how many positive steps stand before it. */
interface Gap {
  readonly before: number;
  readonly kind: Kind;
}

export interface Kinds {
  /** The kind of each positive step; `runs` are steps in a row of the same kind. */
  readonly steps: readonly Kind[];
  readonly until?: Kind;
  readonly gaps: readonly Gap[];
  /** All of them, each once, the greatest number first. */
  readonly all: readonly Kind[];
}

const kindOf = (step: Step, flag: string, number: number): Kind => ({
  flag,
  number,
  condition: filterCondition(step.filter),
  keys: step.keys,
});

const keyOf = ({ filter, keys }: Step): string => nodeKey([filterCondition(filter), keys]);

/** The kinds of events that a sequence or a sample asks for. */
export function kindsOf(steps: readonly Step[], untilStep?: SequenceQuery['until']): Kinds {
  const positives: Kind[] = [];
  const gaps: Gap[] = [];
  let distinct = 0;
  let lastKey = '';
  for (const step of steps) {
    const last = positives.at(-1);
    if (step.missing) {
      const number = gaps.length + 1;
      gaps.push({ before: positives.length, kind: kindOf(step, `missing${number}`, -number) });
    } else if (last && lastKey === keyOf(step)) positives.push(last);
    else {
      distinct++;
      lastKey = keyOf(step);
      positives.push(kindOf(step, `step${distinct}`, distinct));
    }
  }
  const until = untilStep && kindOf(untilStep, 'until', 0);
  const all = [...new Set(positives)].reverse();
  return {
    steps: positives,
    gaps,
    ...(until && { until }),
    all: [...all, ...(until ? [until] : []), ...gaps.map(({ kind }) => kind)],
  };
}

const partsOf = (cond: Cond): readonly Cond[] => (cond.kind === 'and' ? cond.all : cond.kind === 'true' ? [] : [cond]);

/** What all of some conditions ask for, which need be asked but once, and what is left of each. */
export function shared(conditions: readonly Cond[]): {
  readonly common: readonly Cond[];
  readonly own: readonly Cond[];
} {
  const [first, ...others] = conditions;
  if (!first) return { common: [], own: [] };
  const asked = others.map((other) => new Set(partsOf(other).map(nodeKey)));
  const common = partsOf(first).filter((part) => asked.every((keys) => keys.has(nodeKey(part))));
  const commonKeys = new Set(common.map(nodeKey));
  const left = (cond: Cond): Cond => and(partsOf(cond).filter((part) => !commonKeys.has(nodeKey(part))));
  return { common, own: conditions.map(left) };
}
