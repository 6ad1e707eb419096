import type { SampleQuery } from '../ir/query.ts';
import { applyPipes, passes } from './event-query.ts';
import { compareKeys, type JoinKey, joinKeys } from './join-keys.ts';
import type { Match } from './match.ts';
import type { Event } from './read-field.ts';

/** The events that fit each step, by arrival. */
interface Group {
  readonly key: JoinKey;
  readonly candidates: readonly number[][];
}

/** Whether each list can give an event of its own, by augmenting paths. */
function canBeDifferent(lists: readonly (readonly number[])[]): boolean {
  const owner = new Map<number, number>();
  const place = (list: number, seen: Set<number>): boolean =>
    (lists[list] ?? []).some((event) => {
      if (seen.has(event)) return false;
      seen.add(event);
      const other = owner.get(event);
      if (other !== undefined && !place(other, seen)) return false;
      owner.set(event, list);
      return true;
    });
  return lists.every((_, list) => place(list, new Set()));
}

/** Every choice of one event a step, all different; the first by arrival for the first step, then for the second, and so on. */
function* choices(candidates: readonly (readonly number[])[], step = 0): Generator<readonly number[]> {
  if (!canBeDifferent(candidates)) return;
  if (step === candidates.length) {
    yield candidates.map(([event = -1]) => event);
    return;
  }
  for (const event of candidates[step] ?? [])
    yield* choices(
      candidates.map((events, i) => (i === step ? [event] : events)),
      step + 1,
    );
}

function firstOf<T>(items: Iterable<T>, count: number): readonly T[] {
  const out: T[] = [];
  for (const item of items) {
    out.push(item);
    if (out.length >= count) break;
  }
  return out;
}

/**
 * The samples of each key that every step can fill, one a key unless more are asked for, in the order of keys (docs/semantics.md,
 * "Samples"). Time plays no part.
 */
export function runSample(query: SampleQuery, events: readonly Event[], perKey = 1): readonly Match[] {
  const groups = new Map<string, Group>();
  for (const [step, { filter, keys }] of query.steps.entries()) {
    for (const [index, event] of events.entries()) {
      if (!passes(filter, event)) continue;
      for (const key of joinKeys(keys, event)) {
        const group = groups.get(key.id) ?? { key, candidates: query.steps.map(() => []) };
        groups.set(key.id, group);
        group.candidates[step]?.push(index);
      }
    }
  }
  const found = [...groups.values()]
    .sort((a, b) => compareKeys(a.key, b.key))
    .flatMap(({ key, candidates }) =>
      firstOf(choices(candidates), perKey).map<Match>((chosen) => ({ events: chosen, key: key.values })),
    );
  return applyPipes(found, query.pipes);
}
