import type { Dfa } from './automaton.ts';
import { type CharSet, union } from './char-set.ts';
import type { Machine, MachineState } from './machine.ts';

/** Elasticsearch stops at 10,000 units of work; a product of two automata of this size is of that order. */
export const MAX_DFA_STATES = 2000;

function grouped(targets: readonly number[], sets: readonly CharSet[]): readonly (readonly [number, CharSet])[] {
  const byTarget = new Map<number, CharSet[]>();
  targets.forEach((target, symbol) => {
    const list = byTarget.get(target);
    const set = sets[symbol] ?? [];
    if (list === undefined) byTarget.set(target, [set]);
    else list.push(set);
  });
  return Array.from(byTarget, ([target, list]) => [target, union(...list)] as const);
}

/** Visits of automaton states in all: some seconds. */
const MAX_WORK = 5_000_000;

/** What is explored: states of some kind, each made of `size` automaton states. */
interface Space<S> {
  readonly start: S;
  readonly keyOf: (state: S) => string;
  readonly size: (state: S) => number;
  readonly step: (state: S, symbol: number) => S;
  readonly accepts: (state: S) => boolean;
}

/** Explores all states reachable over the symbols of the sets; `undefined` when there are too many. */
function explore<S>({ start, keyOf, size, step, accepts }: Space<S>, sets: readonly CharSet[]): Dfa | undefined {
  let work = 0;
  const numbers = new Map<string, number>([[keyOf(start), 0]]);
  const states = [start];
  const transitions: (readonly (readonly [number, CharSet])[])[] = [];
  for (const state of states) {
    work += (size(state) + 1) * sets.length;
    if (work > MAX_WORK) return undefined;
    const targets = sets.map((_, symbol) => {
      const next = step(state, symbol);
      const key = keyOf(next);
      const number = numbers.get(key) ?? states.push(next) - 1;
      numbers.set(key, number);
      return number;
    });
    if (states.length > MAX_DFA_STATES) return undefined;
    transitions.push(grouped(targets, sets));
  }
  return { accepting: states.map(accepts), transitions };
}

const keyOf = ({ items }: MachineState): string => items.join();

/** The DFA of a machine without position tests. */
export function dfaOf(machine: Machine): Dfa | undefined {
  const space: Space<MachineState> = {
    start: machine.start,
    keyOf,
    size: ({ items }) => items.length,
    step: (state, symbol) => machine.step(state, symbol, false, false) ?? state,
    accepts: (state) => state.accepts,
  };
  return explore(space, machine.alphabet.sets());
}

export const complementDfa = (dfa: Dfa): Dfa => ({ ...dfa, accepting: dfa.accepting.map((accepts) => !accepts) });

/** Accepts what all the machines accept. `sets` are classes that no machine tells apart, `symbols` their symbols in each. */
export function productDfa(
  machines: readonly Machine[],
  sets: readonly CharSet[],
  symbols: (machine: number, cls: number) => number,
): Dfa | undefined {
  const space: Space<readonly MachineState[]> = {
    start: machines.map((machine) => machine.start),
    keyOf: (states) => states.map(keyOf).join(';'),
    size: (states) => states.reduce((sum, { items }) => sum + items.length, 0),
    step: (states, cls) => states.map((state, i) => machines[i]?.step(state, symbols(i, cls), false, false) ?? state),
    accepts: (states) => states.every((state) => state.accepts),
  };
  return explore(space, sets);
}
