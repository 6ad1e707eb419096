import { machineOf } from './automata.ts';
import type { Unsupported } from './automaton.ts';
import { anyChar, concat, repeat } from './build.ts';
import { closedNode } from './close-tree.ts';
import type { Machine, MachineState } from './machine.ts';
import type { Regex } from './tree.ts';

/** Tests a text. Time is linear in its length, whatever the expression. */
export type Matcher = (text: string) => boolean;

function run(machine: Machine, search: boolean, text: string): boolean {
  let state: MachineState = machine.start;
  for (let at = 0; at < text.length; ) {
    if (search && state.accepts) return true;
    if (state.items.length === 0) return false;
    const code = text.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    const final = machine.isFinal(code, at === text.length);
    const next = machine.step(state, machine.alphabet.classOf(code), final, search);
    if (next === undefined) return true;
    state = next;
  }
  return machine.acceptsAtEnd(state);
}

/**
 * A matcher for an expression, or the construct that no matcher in linear time has. Texts are sequences of code points;
 * a lone surrogate is a character of its own.
 */
export function compileMatcher(regex: Regex): Matcher | Unsupported {
  const search = regex.anchoring === 'search';
  const node = closedNode(regex);
  const machine = machineOf(search ? concat([repeat(anyChar, 0), node]) : node);
  if ('unsupported' in machine) return machine;
  return (text) => run(machine, search, text);
}
