import type { Conversion } from '../../compile.ts';
import type { Fault } from '../trial.ts';

/** One match of a stateful output. */
export interface Hit {
  /** Places of its events among those given: in the order of the rule's steps, null for a missing one; of a correlation, in any order. */
  readonly events: readonly (number | null)[];
  /** The values of a correlation's group as text, in the order of `groupBy`; nothing where the output does not say. */
  readonly group?: readonly string[];
  /** The rule that alerts, where it is not the one asked for. */
  readonly rule?: string;
}

/** What a stateful output finds under one condition of its target (a layout, an answer to an open question). */
export interface MatchWay {
  readonly name: string;
  readonly conversion: Conversion;
  readonly hits: readonly Hit[];
  /** Assumptions that hold whatever the events are like. */
  readonly grants?: readonly string[];
  /** Places of events that the target has no room for as they are. */
  readonly absent: ReadonlySet<number>;
}

/** What a target makes of a stateful rule and its events: `refused` where it has no output, `fault` where the output does not run. */
export type Answer = { readonly refused: string } | { readonly fault: Fault } | { readonly ways: readonly MatchWay[] };

export const refusalOf = ({ ledger }: Conversion): Answer => ({
  refused: ledger.find(({ effect }) => effect === 'unsupported')?.why ?? 'no reason given',
});

/** Asks an emulator under every answer to the open questions that the text meets. */
export function underEvery<K, R>(
  covering: (met: readonly K[]) => readonly R[],
  run: (readings: R) => { readonly asked: readonly K[]; readonly way: MatchWay } | { readonly fault: Fault },
): Answer {
  const met = new Set<K>();
  for (;;) {
    const before = met.size;
    const ways: MatchWay[] = [];
    for (const readings of covering([...met])) {
      const found = run(readings);
      if ('fault' in found) return found;
      for (const key of found.asked) met.add(key);
      ways.push(found.way);
    }
    if (met.size === before) return { ways };
  }
}
