import { Alphabet } from './alphabet.ts';
import type { Dfa, Unsupported } from './automaton.ts';
import { complementDfa, dfaOf, MAX_DFA_STATES, productDfa } from './dfa.ts';
import { Machine } from './machine.ts';
import { buildNfa } from './nfa.ts';
import type { RegexNode } from './tree.ts';
import { some } from './walk.ts';

const TOO_LARGE: Unsupported = { unsupported: `a complement or intersection of more than ${MAX_DFA_STATES} states` };

/** The machine of a node. */
export function machineOf(node: RegexNode): Machine | Unsupported {
  const nfa = buildNfa(node, determinize);
  return 'unsupported' in nfa ? nfa : new Machine(nfa);
}

/** The DFA of a complement or an intersection: Lucene's operators, and what look-around is rewritten to. */
function determinize(node: RegexNode): Dfa | Unsupported {
  if (some(node, (inner) => inner.kind === 'assertion')) {
    return { unsupported: 'a position test in a complement or intersection' };
  }
  if (node.kind === 'complement') return complemented(node.body);
  return node.kind === 'intersection' ? intersected(node.parts) : plain(node);
}

function plain(node: RegexNode): Dfa | Unsupported {
  const machine = machineOf(node);
  return 'unsupported' in machine ? machine : (dfaOf(machine) ?? TOO_LARGE);
}

function complemented(body: RegexNode): Dfa | Unsupported {
  const dfa = plain(body);
  return 'unsupported' in dfa ? dfa : complementDfa(dfa);
}

function intersected(parts: readonly RegexNode[]): Dfa | Unsupported {
  const machines: Machine[] = [];
  for (const part of parts) {
    const machine = machineOf(part);
    if ('unsupported' in machine) return machine;
    machines.push(machine);
  }
  const classes = new Alphabet(machines.flatMap((machine) => machine.alphabet.sets())).sets();
  const symbols = machines.map((machine) => classes.map(([range]) => machine.alphabet.classOf(range?.from ?? 0)));
  return productDfa(machines, classes, (i, cls) => symbols[i]?.[cls] ?? 0) ?? TOO_LARGE;
}
