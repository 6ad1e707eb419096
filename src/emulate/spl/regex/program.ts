import type { CodeRange, PositionTest, RegexNode } from '../../../regex/tree.ts';
import { children } from '../../../regex/walk.ts';
import { fixedWidth } from '../../../regex/width.ts';

/** One step of a backtracking machine. */
export type Instruction =
  | { readonly op: 'char'; readonly ranges: readonly CodeRange[] }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'test'; readonly test: PositionTest }
  | { readonly op: 'back'; readonly group: number }
  | { readonly op: 'look'; readonly ways: readonly LookWay[]; readonly negative: boolean }
  | { readonly op: 'atomic'; readonly program: Program }
  | { readonly op: 'match' };

export type Program = readonly Instruction[];

/** A look-ahead has one way and no width; a look-behind has one for each alternative, started that many characters back. */
interface LookWay {
  readonly program: Program;
  readonly back: number;
}

/** Counted repeats are written out, so a short pattern can make a long program. */
const MAX_SIZE = 20_000;

/** Thrown inside this file only: the node is none that PCRE has here, or the program grows too long. */
class Refused extends Error {}

class Builder {
  readonly program: Instruction[] = [];
  readonly #names: ReadonlyMap<string, number>;

  constructor(names: ReadonlyMap<string, number>) {
    this.#names = names;
  }

  #emit(instruction: Instruction): number {
    if (this.program.length >= MAX_SIZE) throw new Refused();
    return this.program.push(instruction) - 1;
  }

  /** A jump whose targets are known later. */
  #patch(at: number, instruction: Instruction): void {
    this.program[at] = instruction;
  }

  #inner(node: RegexNode): Program {
    return assemble(node, this.#names);
  }

  add(node: RegexNode): void {
    // The table is indexed by the node's own kind, which TypeScript cannot follow.
    (this.#cases[node.kind] as (node: RegexNode) => void)(node);
  }

  readonly #cases: { readonly [K in RegexNode['kind']]: (node: Extract<RegexNode, { kind: K }>) => void } = {
    empty: () => {},
    chars: ({ ranges }) => this.#emit({ op: 'char', ranges }),
    concat: ({ parts }) => {
      for (const part of parts) this.add(part);
    },
    alternation: ({ options }) => this.#alternation(options),
    repeat: (node) => {
      if (!node.possessive) this.#repeat(node.body, node.min, node.max, node.lazy === true);
      else this.#emit({ op: 'atomic', program: this.#inner({ ...node, possessive: false }) });
    },
    group: ({ body, capture, atomic }) => {
      if (atomic) this.#emit({ op: 'atomic', program: this.#inner(body) });
      else this.#group(body, capture);
    },
    assertion: ({ test }) => this.#emit({ op: 'test', test }),
    look: ({ body, behind, negative }) => {
      const options = behind && body.kind === 'alternation' ? body.options : [body];
      const ways = options.map((option) => ({ program: this.#inner(option), back: behind ? width(option) : 0 }));
      this.#emit({ op: 'look', ways, negative });
    },
    backreference: ({ to }) => {
      const group = typeof to === 'number' ? to : this.#names.get(to);
      if (group === undefined) throw new Refused();
      this.#emit({ op: 'back', group });
    },
    complement: refuse,
    intersection: refuse,
    interval: refuse,
    'any-string': refuse,
    nothing: () => this.#emit({ op: 'char', ranges: [] }),
  };

  #group(body: RegexNode, capture: number | undefined): void {
    if (capture !== undefined) this.#emit({ op: 'save', slot: 2 * capture });
    this.add(body);
    if (capture !== undefined) this.#emit({ op: 'save', slot: 2 * capture + 1 });
  }

  #alternation(options: readonly RegexNode[]): void {
    const ends: number[] = [];
    for (const [i, option] of options.entries()) {
      const last = i === options.length - 1;
      const split = last ? -1 : this.#emit({ op: 'match' });
      this.add(option);
      if (last) continue;
      ends.push(this.#emit({ op: 'match' }));
      this.#patch(split, { op: 'split', first: split + 1, second: this.program.length });
    }
    for (const end of ends) this.#patch(end, { op: 'jump', to: this.program.length });
  }

  #repeat(body: RegexNode, min: number, max: number | undefined, lazy: boolean): void {
    for (let i = 0; i < min; i++) this.add(body);
    const splits: number[] = [];
    const start = this.program.length;
    for (let i = min; i < (max ?? min + 1); i++) {
      splits.push(this.#emit({ op: 'match' }));
      this.add(body);
    }
    if (max === undefined) this.#emit({ op: 'jump', to: start });
    const out = this.program.length;
    for (const at of splits) {
      this.#patch(at, lazy ? { op: 'split', first: out, second: at + 1 } : { op: 'split', first: at + 1, second: out });
    }
  }
}

function refuse(): void {
  throw new Refused();
}

/** PCRE wants every alternative of a look-behind to have one width. */
function width(node: RegexNode): number {
  const known = fixedWidth(node);
  if (known === undefined) throw new Refused();
  return known;
}

function assemble(node: RegexNode, names: ReadonlyMap<string, number>): Program {
  const builder = new Builder(names);
  builder.add(node);
  return [...builder.program, { op: 'match' }];
}

/** The program of an expression, or nothing if it is too long or no expression of PCRE. */
export function programOf(node: RegexNode, names: ReadonlyMap<string, number>): Program | undefined {
  try {
    return assemble(node, names);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** The numbers of the named groups, in their order. */
export function groupNames(node: RegexNode): ReadonlyMap<string, number> {
  const names: [string, number][] = [];
  const visit = (next: RegexNode): void => {
    if (next.kind === 'group' && next.name !== undefined && next.capture !== undefined)
      names.push([next.name, next.capture]);
    for (const child of children(next)) visit(child);
  };
  visit(node);
  return new Map(names.sort(([, a], [, b]) => a - b));
}
