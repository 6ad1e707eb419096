/**
 * What a value is tried for. `plain`: a test likely holds with it; `near`: just missed; `other-case`: letters in the other case;
 * `boundary`: at a border of numbers, times, addresses; `special`: characters that languages treat with care.
 */
export type CandidateKind = 'plain' | 'near' | 'other-case' | 'boundary' | 'special';

/** A value worth trying. Nothing is promised of it: the oracle judges. */
export interface Candidate<T> {
  readonly kind: CandidateKind;
  readonly value: T;
}

export const candidate = <T>(kind: CandidateKind, value: T): Candidate<T> => ({ kind, value });

/** Each value once, as the first kind that it came with. */
export function distinct<T>(candidates: readonly Candidate<T>[]): readonly Candidate<T>[] {
  const seen = new Map<T, Candidate<T>>();
  for (const one of candidates) if (!seen.has(one.value)) seen.set(one.value, one);
  return [...seen.values()];
}
