import type { Role } from './cast.ts';

/**
 * What happens in a stream. `hit`: all that the rule asks for; `at-span`, `beyond-span`: the last event at its limit of time, and right behind it;
 * `out-of-order`; `other-key`: the last event has another key; `two-keys`: two hits in each other; `again`: two hits of one key in a row;
 * `begins-twice`; `step-left-out`; `near-miss`: one event just fails its condition; `until-between`, `until-behind`; `missing-event`: one that must
 * not be there is; `same-time`; `no-key`: an event without its key; `one-less`: one event fewer than are counted.
 */
export type StreamPurpose =
  | 'hit'
  | 'at-span'
  | 'beyond-span'
  | 'out-of-order'
  | 'other-key'
  | 'two-keys'
  | 'again'
  | 'begins-twice'
  | 'step-left-out'
  | 'near-miss'
  | 'until-between'
  | 'until-behind'
  | 'missing-event'
  | 'same-time'
  | 'no-key'
  | 'one-less';

/** Values by the names of fields. */
export type Values = readonly (readonly [string, unknown])[];

/** One event of a scene: who plays what, when, in nanoseconds from the begin. */
export interface Part {
  readonly role: number;
  readonly actor: number;
  readonly at: bigint;
  /** How it plays: as asked, just not, or without its keys. */
  readonly as?: 'near-miss' | 'no-key';
  /** Which of several near misses. */
  readonly number?: number;
  /** Values that are set in the event, by the names of fields, as long as it still plays its role. */
  readonly set?: Values;
}

export interface Scene {
  readonly purpose: StreamPurpose;
  readonly parts: readonly Part[];
}

/** A rule as roles and scenes. */
export interface Play {
  readonly roles: readonly Role[];
  readonly scenes: readonly Scene[];
}

export const SECOND = 1_000_000_000n;
export const MILLISECOND = 1_000_000n;
const NEAR_MISSES = 3;

/** How far apart events stand, so that all fit into the span. */
export const gapOf = (count: number, span: bigint | undefined): bigint => {
  if (span === undefined) return SECOND;
  const fitting = span / BigInt(2 * count + 2);
  return fitting < SECOND ? (fitting < 1n ? 0n : fitting) : SECOND;
};

export const inOrder = (roles: readonly number[], gap: bigint, actor = 0, from = 0n): readonly Part[] =>
  roles.map((role, i) => ({ role, actor, at: from + BigInt(i) * gap }));

export const last = (parts: readonly Part[], made: Partial<Part>): readonly Part[] =>
  parts.map((part, i) => (i === parts.length - 1 ? { ...part, ...made } : part));

/** Each of some parts played badly in turn. */
export const nearMisses = (parts: readonly Part[], places: readonly number[] = [...parts.keys()]): readonly Scene[] =>
  places.flatMap((place) =>
    Array.from(
      { length: NEAR_MISSES },
      (_unused, number): Scene => ({
        purpose: 'near-miss',
        parts: parts.map((part, i) => (i === place ? { ...part, as: 'near-miss', number } : part)),
      }),
    ),
  );

/** The last event of another key or without one, and two keys in each other. */
export const keyScenes = (parts: readonly Part[], hasKeys: boolean, gap: bigint): readonly Scene[] => {
  if (!hasKeys) return [];
  const other = parts.map((part) => ({ ...part, actor: 1, at: part.at + gap / 2n }));
  return [
    { purpose: 'other-key', parts: last(parts, { actor: 1 }) },
    { purpose: 'two-keys', parts: parts.flatMap((part, i) => [part, other[i] ?? part]) },
    { purpose: 'no-key', parts: last(parts, { as: 'no-key' }) },
  ];
};
