import type { Dfa, Nfa, NfaState, Unsupported } from './automaton.ts';
import { EVERYTHING } from './char-set.ts';
import { intervalNode } from './interval.ts';
import type { RegexNode } from './tree.ts';

/** Ends a construction from the depth of its descent; `buildNfa` returns the reason. */
class NoAutomaton {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Each character of the text costs at most one visit of each state. */
const MAX_STATES = 10_000;

export type Determinize = (node: RegexNode) => Dfa | Unsupported;

type Of<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>;

class Builder {
  readonly states: NfaState[] = [];
  readonly #determinize: Determinize;
  /** A repeated node is determinized once. */
  readonly #known = new Map<RegexNode, Dfa | Unsupported>();

  constructor(determinize: Determinize) {
    this.#determinize = determinize;
  }

  add(state: NfaState): number {
    if (this.states.length >= MAX_STATES) throw new NoAutomaton(`an expression of more than ${MAX_STATES} states`);
    return this.states.push(state) - 1;
  }

  /** Builds the states for a node in front of the state `next`; gives the entry. */
  build(node: RegexNode, next: number): number {
    switch (node.kind) {
      case 'empty':
        return next;
      case 'chars':
        return this.add({ kind: 'chars', set: node.ranges, next });
      case 'assertion':
        return this.add({ kind: 'test', test: node.test, next });
      case 'concat':
        return node.parts.reduceRight((entry, part) => this.build(part, entry), next);
      case 'alternation':
        return this.add({ kind: 'split', next: node.options.map((option) => this.build(option, next)) });
      case 'repeat':
        return this.#repeat(node, next);
      case 'group':
        return this.#group(node, next);
      case 'interval':
        return this.build(intervalNode(node), next);
      case 'any-string':
        return this.#loop({ kind: 'chars', ranges: EVERYTHING }, next);
      case 'nothing':
        return this.add({ kind: 'split', next: [] });
      case 'complement':
      case 'intersection':
        return this.#embed(node, next);
      case 'look':
        throw new NoAutomaton(node.behind ? 'look-behind' : 'look-ahead');
      case 'backreference':
        throw new NoAutomaton('a back-reference');
    }
  }

  #group(node: Of<'group'>, next: number): number {
    if (node.atomic) throw new NoAutomaton('an atomic group');
    return this.build(node.body, next);
  }

  #loop(body: RegexNode, next: number): number {
    const exits: number[] = [next];
    const entry = this.add({ kind: 'split', next: exits });
    exits.unshift(this.build(body, entry));
    return entry;
  }

  #repeat(node: Of<'repeat'>, next: number): number {
    if (node.possessive) throw new NoAutomaton('a possessive repetition');
    let entry = node.max === undefined ? this.#loop(node.body, next) : next;
    const optional = (node.max ?? node.min) - node.min;
    for (let i = 0; i < optional; i++) entry = this.add({ kind: 'split', next: [this.build(node.body, entry), next] });
    for (let i = 0; i < node.min; i++) entry = this.#copy(node.body, entry);
    return entry;
  }

  /** A copy of a body; an empty one costs a state too, so that the count of copies is bounded. */
  #copy(body: RegexNode, next: number): number {
    return this.build(body, this.add({ kind: 'split', next: [next] }));
  }

  #embed(node: RegexNode, next: number): number {
    const dfa = this.#known.get(node) ?? this.#determinize(node);
    this.#known.set(node, dfa);
    if ('unsupported' in dfa) throw new NoAutomaton(dfa.unsupported);
    const exits = dfa.transitions.map((_, state): number[] => (dfa.accepting[state] ? [next] : []));
    const entries = exits.map((list) => this.add({ kind: 'split', next: list }));
    dfa.transitions.forEach((arrows, state) => {
      for (const [target, set] of arrows) {
        exits[state]?.push(this.add({ kind: 'chars', set, next: entries[target] ?? 0 }));
      }
    });
    return entries[0] ?? next;
  }
}

/** The automaton of a node. `determinize` is asked for complements and intersections. */
export function buildNfa(node: RegexNode, determinize: Determinize): Nfa | Unsupported {
  const builder = new Builder(determinize);
  try {
    const accept = builder.add({ kind: 'accept' });
    const start = builder.build(node, accept);
    return { states: builder.states, start };
  } catch (error) {
    if (error instanceof NoAutomaton) return { unsupported: error.reason };
    throw error;
  }
}
