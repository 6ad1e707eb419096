import { type KeyLimits, type KeyTable, keyTable } from './key-table.ts';
import type { EventKey } from './keys.ts';
import { type Machine, plainValue, type Result, type Seen, timeText } from './matcher.ts';
import type { StepPlan } from './sequence.ts';

export interface SamplePlan {
  readonly steps: readonly StepPlan[];
  /** Whether an event has a time; a sample may be of events without. */
  readonly hasTime: (event: unknown) => boolean;
}

interface SampleState {
  readonly key: EventKey;
  /** The events that fit each step, by arrival: as many as there are steps are enough. */
  readonly candidates: Seen[][];
  isFound: boolean;
}

/** One event a step, all different, by augmenting paths; nothing where there are none. */
function differentEvents(candidates: readonly (readonly Seen[])[]): readonly Seen[] | undefined {
  const owner = new Map<Seen, number>();
  const chosen: Seen[] = [];
  const place = (step: number, tried: Set<Seen>): boolean =>
    (candidates[step] ?? []).some((seen) => {
      if (tried.has(seen)) return false;
      tried.add(seen);
      const other = owner.get(seen);
      if (other !== undefined && !place(other, tried)) return false;
      owner.set(seen, step);
      chosen[step] = seen;
      return true;
    });
  return candidates.every((_, step) => place(step, new Set())) ? chosen : undefined;
}

/** A sample of a key, if every step has an event of its own. */
function sampleOf({ key, candidates }: SampleState, hasTime: SamplePlan['hasTime']): Result | undefined {
  const chosen = differentEvents(candidates);
  if (!chosen) return undefined;
  const times = chosen.filter(({ event }) => hasTime(event)).map(({ at }) => at);
  times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [first, last] = [times[0], times.at(-1)];
  const match = {
    events: chosen.map(({ event }) => event),
    key: key.values.map(plainValue),
    first: first === undefined ? null : timeText(first),
    last: last === undefined ? null : timeText(last),
  };
  return { place: 0, key, match };
}

/** One sample a key, as soon as every step has an event of its own. */
export function sampleMachine({ steps, hasTime }: SamplePlan): (limits: KeyLimits) => Machine {
  /** The states that have got a candidate by an event. */
  const grownBy = (seen: Seen, table: KeyTable<SampleState>): ReadonlySet<SampleState> => {
    const grown = new Set<SampleState>();
    for (const [step, { passes, keys }] of steps.entries()) {
      for (const key of passes(seen.event) ? keys(seen.event) : []) {
        const state = table.open(key);
        const candidates = state.candidates[step];
        if (state.isFound || !candidates || candidates.length === steps.length) continue;
        candidates.push(seen);
        grown.add(state);
      }
    }
    return grown;
  };
  const create = (key: EventKey): SampleState => ({ key, candidates: steps.map(() => []), isFound: false });
  return (limits) => {
    const table = keyTable(create, () => true, limits);
    return {
      take: (seen, results) => {
        for (const state of grownBy(seen, table)) {
          const result = sampleOf(state, hasTime);
          if (!result) continue;
          state.isFound = true;
          for (const candidates of state.candidates) candidates.length = 0;
          results.push(result);
        }
      },
      settle: () => undefined,
    };
  };
}
