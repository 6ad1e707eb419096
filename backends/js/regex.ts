import { machineOf } from '../../src/regex/automata.ts';
import type { Nfa, NfaState, Unsupported } from '../../src/regex/automaton.ts';
import { anyChar, concat, repeat } from '../../src/regex/build.ts';
import { closedNode } from '../../src/regex/close-tree.ts';
import { dfaOf } from '../../src/regex/dfa.ts';
import { buildNfa } from '../../src/regex/nfa.ts';
import type { Regex, RegexNode } from '../../src/regex/tree.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import type { ElementTest } from './compare-element.ts';
import { array } from './lexical.ts';
import type { Module } from './module.ts';
import { automaton } from './runtime/automaton.ts';

type State = Parameters<typeof automaton>[0][number];

function nfaOf(node: RegexNode): Nfa | Unsupported {
  return buildNfa(node, (inner) => {
    const machine = machineOf(inner);
    if ('unsupported' in machine) return machine;
    return dfaOf(machine) ?? { unsupported: 'a complement or intersection of this size' };
  });
}

/** A state in the form of the helper; state 0 accepts, as `buildNfa` makes it first. */
function helperState(state: NfaState): State {
  switch (state.kind) {
    case 'accept':
      return [];
    case 'split':
      return state.next;
    case 'test':
      return { if: state.test, to: state.next };
    case 'chars':
      return { in: state.set.flatMap(({ from, to }) => [from, to]), to: state.next };
  }
}

const numbers = (list: readonly number[]): Frag => array(list.map((value) => raw(String(value))));

function stateText(state: State): Frag {
  if (!('to' in state)) return numbers(state);
  const to = raw(String(state.to));
  return 'if' in state
    ? q(0)`{ if: ${raw(`'${state.if}'`)}, to: ${to} }`
    : q(0)`{ in: ${numbers(state.in)}, to: ${to} }`;
}

/** A regular expression fits the text. */
export function regexTest(module: Module, name: string, regex: Regex): ElementTest<string> {
  const search = regex.anchoring === 'search';
  const node = closedNode(regex);
  const nfa = nfaOf(search ? concat([repeat(anyChar, 0), node]) : node);
  if ('unsupported' in nfa) {
    module.fail('regex', `no matcher in linear time has ${nfa.unsupported}`, undefined);
    return { text: raw('false'), run: () => false };
  }
  const states = nfa.states.map(helperState);
  const value = q(0)`${module.use('automaton')}(${array(states.map(stateText))}, ${raw(`${nfa.start}, ${search}`)})`;
  const key = `automaton ${JSON.stringify(states)} ${nfa.start} ${search}`;
  const matcher = module.constant(name, key, value, `${search ? 'finds' : 'fits'} ${regex.source}`);
  return { text: q(0)`${matcher}(v)`, run: automaton(states, nfa.start, search) };
}
