import { Alphabet } from './alphabet.ts';
import type { Nfa, NfaState } from './automaton.ts';
import type { CharSet } from './char-set.ts';
import { bitsOf, EDGE, FINAL_NEWLINE, holdsBetween, type Side, sideSets } from './position.ts';

/** A set of automaton states, and what is known of the character before the position. */
export interface MachineState {
  /** Ascending; closed under splits, not under position tests. */
  readonly items: readonly number[];
  readonly before: Side;
  /** Where each symbol leads, filled in as texts ask. */
  readonly to: (MachineState | undefined)[];
  /** Whether the text matches if it ends here; filled in as texts ask. */
  atEnd?: boolean;
  /** An accepting state is reached without any test. */
  readonly accepts: boolean;
}

/** More states than this are forgotten and made again: memory is bounded, time stays linear. */
const MAX_CACHED_ITEMS = 400_000;

/** Runs an automaton as sets of states (Thompson), which it remembers (a lazy DFA). */
export class Machine {
  readonly alphabet: Alphabet;
  readonly start: MachineState;
  readonly #nfa: Nfa;
  /** The bits that the tests of this automaton look at. */
  readonly #bits: Side;
  readonly #sides: Uint8Array;
  readonly #members: ReadonlyMap<number, Uint8Array>;
  #known = new Map<string, MachineState>();
  #cachedItems = 0;
  readonly #seen: Uint32Array;
  #round = 0;

  constructor(nfa: Nfa) {
    this.#nfa = nfa;
    this.#seen = new Uint32Array(nfa.states.length);
    this.#bits = nfa.states.reduce((bits, state) => bits | (state.kind === 'test' ? bitsOf[state.test] : 0), 0);
    const sets = distinctSets(nfa.states);
    const asked = sideSets.filter(([bit]) => (bit & this.#bits) !== 0);
    const sides = asked.map(([bit, set]) => [bit, set()] as const);
    this.alphabet = new Alphabet([...sets.values(), ...sides.map(([, set]) => set)]);
    this.#members = this.#membersOf(nfa.states, sets);
    this.#sides = new Uint8Array(this.alphabet.size);
    for (const [bit, set] of sides) {
      for (const [symbol, inside] of this.alphabet.members(set).entries())
        if (inside) this.#sides[symbol] = (this.#sides[symbol] ?? 0) | bit;
    }
    this.start = this.#intern([nfa.start], EDGE & this.#bits);
  }

  #membersOf(states: readonly NfaState[], sets: ReadonlyMap<string, CharSet>): ReadonlyMap<number, Uint8Array> {
    const byKey = new Map(Array.from(sets, ([key, set]) => [key, this.alphabet.members(set)]));
    const members = new Map<number, Uint8Array>();
    states.forEach((state, index) => {
      const found = state.kind === 'chars' ? byKey.get(keyOf(state.set)) : undefined;
      if (found !== undefined) members.set(index, found);
    });
    return members;
  }

  /** Follows splits from the given states; tests are passed where they hold, and kept where it is not known yet. */
  #close(from: readonly number[], holds?: (state: Extract<NfaState, { kind: 'test' }>) => boolean): number[] {
    this.#round++;
    const stack = [...from];
    const out: number[] = [];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (this.#seen[index] === this.#round) continue;
      this.#seen[index] = this.#round;
      const state = this.#nfa.states[index];
      if (state?.kind === 'split') stack.push(...state.next);
      else if (state?.kind === 'test' && holds !== undefined) stack.push(...(holds(state) ? [state.next] : []));
      else out.push(index);
    }
    return out;
  }

  #intern(from: readonly number[], before: Side): MachineState {
    const items = this.#close(from);
    if (items.length > 1) items.sort((a, b) => a - b);
    const key = `${before}:${items.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#cachedItems += items.length + 1;
    if (this.#cachedItems > MAX_CACHED_ITEMS) {
      this.#known = new Map();
      this.#cachedItems = 0;
    }
    const accepts = items.some((index) => this.#nfa.states[index]?.kind === 'accept');
    const state: MachineState = { items, before, to: [], accepts };
    this.#known.set(key, state);
    return state;
  }

  /** The items of a state once the neighbour behind the position is known. */
  #resolved(state: MachineState, after: Side): readonly number[] {
    if (this.#bits === 0) return state.items;
    return this.#close(state.items, ({ test }) => holdsBetween[test](state.before, after));
  }

  /**
   * Where a symbol leads. `final`: the symbol is the last of the text, which only matters to a test for a final line feed.
   * `undefined` when `search` is set and the text matched before the symbol.
   */
  step(state: MachineState, symbol: number, final: boolean, search: boolean): MachineState | undefined {
    const slot = final ? symbol + this.alphabet.size : symbol;
    const known = state.to[slot];
    if (known !== undefined) return known;
    const side = this.#sides[symbol] ?? 0;
    const items = this.#resolved(state, final ? side | FINAL_NEWLINE : side);
    if (search && this.#accepts(items)) return undefined;
    const next = this.#intern(this.#moved(items, symbol), side);
    state.to[slot] = next;
    return next;
  }

  #moved(items: readonly number[], symbol: number): readonly number[] {
    const out: number[] = [];
    for (const index of items) {
      const state = this.#nfa.states[index];
      if (state?.kind === 'chars' && this.#members.get(index)?.[symbol]) out.push(state.next);
    }
    return out;
  }

  #accepts(items: readonly number[]): boolean {
    return items.some((index) => this.#nfa.states[index]?.kind === 'accept');
  }

  /** Whether the text may end in this state. */
  acceptsAtEnd(state: MachineState): boolean {
    state.atEnd ??= state.accepts || this.#accepts(this.#resolved(state, EDGE));
    return state.atEnd;
  }

  /** A final line feed is a symbol of its own where a test asks for it. */
  isFinal(code: number, end: boolean): boolean {
    return end && code === 10 && (this.#bits & FINAL_NEWLINE) !== 0;
  }
}

const keyOf = (set: CharSet): string => set.map(({ from, to }) => `${from}-${to}`).join();

function distinctSets(states: readonly NfaState[]): ReadonlyMap<string, CharSet> {
  const sets = new Map<string, CharSet>();
  for (const state of states) if (state.kind === 'chars') sets.set(keyOf(state.set), state.set);
  return sets;
}
