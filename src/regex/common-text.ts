import { Alphabet } from './alphabet.ts';
import { machineOf } from './automata.ts';
import { type CharSet, holds } from './char-set.ts';
import type { Machine, MachineState } from './machine.ts';
import type { RegexNode } from './tree.ts';

/** What reads best, if the set holds it. */
const LIKED = [...'ax0A-. /\\'].map((char) => char.charCodeAt(0));

function characterOf(set: CharSet): string {
  const printable = set.find(({ to }) => to > 0x20) ?? set[0];
  const first = Math.max(printable?.from ?? 0, Math.min(0x21, printable?.to ?? 0));
  return String.fromCodePoint(LIKED.find((code) => holds(set, code)) ?? first);
}

const machines = new WeakMap<RegexNode, Machine>();

/** The machine of a node without position tests; nothing where there is none. */
function machineFor(node: RegexNode): Machine | undefined {
  const known = machines.get(node);
  if (known) return known;
  const made = machineOf(node);
  if ('unsupported' in made) return undefined;
  machines.set(node, made);
  return made;
}

interface Place {
  readonly states: readonly MachineState[];
  readonly text: string;
}

/** Several machines read the same text side by side. */
class Product {
  readonly #machines: readonly Machine[];
  /** So many of the machines must accept, the others must not. */
  readonly #inside: number;
  readonly #classes: readonly CharSet[];
  readonly #symbols: readonly (readonly number[])[];
  /** Automaton states that were moved through. */
  work = 0;

  constructor(all: readonly Machine[], inside: number) {
    this.#machines = all;
    this.#inside = inside;
    this.#classes = new Alphabet(all.flatMap((machine) => machine.alphabet.sets())).sets();
    this.#symbols = all.map(({ alphabet }) => this.#classes.map(([range]) => alphabet.classOf(range?.from ?? 0)));
  }

  get start(): Place {
    return { states: this.#machines.map((machine) => machine.start), text: '' };
  }

  accepts({ states }: Place): boolean {
    return states.every((state, at) => (this.#machines[at]?.acceptsAtEnd(state) ?? false) === at < this.#inside);
  }

  /** Where the characters lead, one place a class of characters; a machine that must accept and no longer can ends the way. */
  *next({ states, text }: Place): Iterable<Place> {
    for (const [cls, set] of this.#classes.entries()) {
      const after = states.map((state, at) => {
        const symbol = this.#symbols[at]?.[cls] ?? 0;
        return this.#machines[at]?.step(state, symbol, false, false) ?? state;
      });
      for (const { items } of after) this.work += items.length + 1;
      if (after.slice(0, this.#inside).some(({ items }) => items.length === 0)) continue;
      yield { states: after, text: text + characterOf(set) };
    }
  }
}

/** Numbers for states, so that places are told apart by a short key. */
class Places {
  readonly #numbers = new Map<MachineState, number>();
  readonly #seen = new Set<string>();

  /** Whether the place is new. */
  add({ states }: Place): boolean {
    const key = states
      .map((state) => {
        const known = this.#numbers.get(state);
        if (known === undefined) this.#numbers.set(state, this.#numbers.size);
        return known ?? this.#numbers.size - 1;
      })
      .join();
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }
}

/**
 * The shortest text that every node of `inside` matches from end to end, and none of `outside`. Nothing where there is none, where a node
 * has no machine, or where more than `limit` automaton states would have to be moved through.
 */
export function commonText(
  inside: readonly RegexNode[],
  outside: readonly RegexNode[],
  limit: number,
): string | undefined {
  const all = [...inside, ...outside].map(machineFor);
  const sound = all.filter((machine) => machine !== undefined);
  if (sound.length < all.length) return undefined;
  const product = new Product(sound, inside.length);
  const places = new Places();
  const open = [product.start];
  places.add(product.start);
  for (const place of open) {
    if (product.accepts(place)) return place.text;
    if (product.work > limit) return undefined;
    for (const next of product.next(place)) if (places.add(next)) open.push(next);
  }
  return undefined;
}
