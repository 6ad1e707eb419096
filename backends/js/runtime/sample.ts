import { type KeyLimits, keyTable } from './key-table.ts';
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

/** One sample a key, as soon as every step has an event of its own. */
export function sampleMachine({ steps, hasTime }: SamplePlan): (limits: KeyLimits) => Machine {
  return (limits) => {
    const create = (key: EventKey): SampleState => ({ key, candidates: steps.map(() => []), isFound: false });
    const table = keyTable(create, () => true, limits);
    const sampleOf = (state: SampleState): Result | undefined => {
      const chosen = differentEvents(state.candidates);
      if (!chosen) return undefined;
      const times = chosen.filter(({ event }) => hasTime(event)).map(({ at }) => at);
      times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const [first, last] = [times[0], times.at(-1)];
      const match = {
        events: chosen.map(({ event }) => event),
        key: state.key.values.map(plainValue),
        first: first === undefined ? null : timeText(first),
        last: last === undefined ? null : timeText(last),
      };
      return { place: 0, key: state.key, match };
    };
    return {
      take: (seen, results) => {
        const grown = new Set<SampleState>();
        for (let step = 0; step < steps.length; step++) {
          const plan = steps[step];
          if (!plan?.passes(seen.event)) continue;
          for (const key of plan.keys(seen.event)) {
            const state = table.open(key);
            const candidates = state.candidates[step];
            if (state.isFound || !candidates || candidates.length === steps.length) continue;
            candidates.push(seen);
            grown.add(state);
          }
        }
        for (const state of grown) {
          const result = sampleOf(state);
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
