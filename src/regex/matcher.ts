import { machineOf } from './automata.ts';
import type { Unsupported } from './automaton.ts';
import { withoutBacktrackingHints } from './backtracking.ts';
import { anyChar, concat, repeat } from './build.ts';
import { closedNode } from './close-tree.ts';
import { hasLook, leadingDemands, withoutLook } from './look.ts';
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

type Plain = Pick<Regex, 'node' | 'anchoring'>;

/** Each look-ahead at the start of the text is a matcher of its own. */
function compileDemands(regex: Plain): Matcher | Unsupported | undefined {
  const [demands, rest] = leadingDemands(regex) ?? [];
  if (demands === undefined || rest === undefined) return undefined;
  const main = compile({ ...regex, node: rest });
  if ('unsupported' in main) return main;
  const tests: Matcher[] = [main];
  for (const { node, negative } of demands) {
    const test = compile({ node, anchoring: 'search' });
    if ('unsupported' in test) return test;
    tests.push(negative ? (text) => !test(text) : test);
  }
  return (text) => tests.every((test) => test(text));
}

function compile(regex: Plain): Matcher | Unsupported {
  const looks = hasLook(regex.node);
  const demands = looks ? compileDemands(regex) : undefined;
  if (demands !== undefined) return demands;
  const { node, anchoring }: Plain = looks ? { node: withoutLook(regex), anchoring: 'whole' } : regex;
  const search = anchoring === 'search';
  const machine = machineOf(search ? concat([repeat(anyChar, 0), node]) : node);
  if ('unsupported' in machine) return machine;
  return (text) => run(machine, search, text);
}

/**
 * A matcher for an expression, or the construct that no matcher in linear time has. Texts are sequences of code points;
 * a lone surrogate is a character of its own.
 */
export function compileMatcher(regex: Regex): Matcher | Unsupported {
  // A rule's expression is tried on several texts, by several who want to show something.
  const made = matchers.get(regex) ?? compiled(regex);
  matchers.set(regex, made);
  return made;
}

const matchers = new WeakMap<Regex, Matcher | Unsupported>();

function compiled(regex: Regex): Matcher | Unsupported {
  const closed = { node: closedNode(regex), anchoring: regex.anchoring };
  return compile({ ...closed, node: withoutBacktrackingHints(closed) });
}
