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

/** Explores all states reachable over symbols; `undefined` when there are too many. */
function explore<S>(
  start: S,
  keyOf: (state: S) => unknown,
  step: (state: S, symbol: number) => S,
  sets: readonly CharSet[],
  accepts: (state: S) => boolean,
): Dfa | undefined {
  const numbers = new Map<unknown, number>([[keyOf(start), 0]]);
  const states = [start];
  const transitions: (readonly (readonly [number, CharSet])[])[] = [];
  for (const state of states) {
    const targets = sets.map((_, symbol) => {
      const next = step(state, symbol);
      const number = numbers.get(keyOf(next)) ?? states.push(next) - 1;
      numbers.set(keyOf(next), number);
      return number;
    });
    if (states.length > MAX_DFA_STATES) return undefined;
    transitions.push(grouped(targets, sets));
  }
  return { accepting: states.map(accepts), transitions };
}

/** The DFA of a machine without position tests. */
export function dfaOf(machine: Machine): Dfa | undefined {
  const sets = machine.alphabet.sets();
  return explore<MachineState>(
    machine.start,
    (state) => state.items.join(),
    (state, symbol) => machine.step(state, symbol, false, false) ?? state,
    sets,
    (state) => state.accepts,
  );
}

export const complementDfa = (dfa: Dfa): Dfa => ({ ...dfa, accepting: dfa.accepting.map((accepts) => !accepts) });

/** Accepts what all the machines accept. `sets` are classes that no machine tells apart, `symbols` their symbols in each. */
export function productDfa(
  machines: readonly Machine[],
  sets: readonly CharSet[],
  symbols: (machine: number, cls: number) => number,
): Dfa | undefined {
  return explore<readonly MachineState[]>(
    machines.map((machine) => machine.start),
    (states) => states.map((state) => state.items.join()).join(';'),
    (states, cls) => states.map((state, i) => machines[i]?.step(state, symbols(i, cls), false, false) ?? state),
    sets,
    (states) => states.every((state) => state.accepts),
  );
}
