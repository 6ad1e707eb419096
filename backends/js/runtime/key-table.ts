import type { EventKey } from './keys.ts';

/** What a matcher keeps for one key. */
export interface KeyTable<S> {
  readonly find: (key: EventKey) => S | undefined;
  /** The state of a key, made where there is none. */
  readonly open: (key: EventKey) => S;
}

export interface KeyLimits {
  readonly maxKeys: number;
  /** Told of each key whose state was given up because there were more than `maxKeys`. */
  readonly onKeyDropped: (key: EventKey) => void;
}

/** So many uses pass at least before states that can't matter any more are looked for. */
const SWEEP_AFTER = 1024;

/**
 * Keeps a state a key. Those that are not live are swept out as often as the table has doubled, so that each use pays a constant; beyond the
 * limit the key goes that was not used for the longest; `giveUp` hears of its state.
 */
export function keyTable<S>(
  create: (key: EventKey) => S,
  isLive: (state: S) => boolean,
  { maxKeys, onKeyDropped }: KeyLimits,
  giveUp: (state: S) => void = () => undefined,
): KeyTable<S> {
  const states = new Map<string, { readonly key: EventKey; readonly state: S }>();
  const isLimited = maxKeys < Number.POSITIVE_INFINITY;
  let opened = 0;
  const sweep = (): void => {
    opened = 0;
    for (const [id, { state }] of states) if (!isLive(state)) states.delete(id);
  };
  const shrink = (): void => {
    for (const [id, { key, state }] of states) {
      if (states.size <= maxKeys) return;
      states.delete(id);
      if (!isLive(state)) continue;
      giveUp(state);
      onKeyDropped(key);
    }
  };
  const used = (key: EventKey): S | undefined => {
    const found = states.get(key.id);
    if (found && isLimited) {
      states.delete(key.id);
      states.set(key.id, found);
    }
    return found?.state;
  };
  return {
    find: used,
    open: (key) => {
      const found = used(key);
      if (found !== undefined) return found;
      if (++opened > Math.max(SWEEP_AFTER, states.size >> 1)) sweep();
      const state = create(key);
      states.set(key.id, { key, state });
      if (states.size > maxKeys) shrink();
      return state;
    },
  };
}
