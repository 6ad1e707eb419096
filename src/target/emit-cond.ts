import type { Cond, CondCases, HasKey, HasValue, Keyword, Leaf } from '../ir/cond.ts';
import { onCond } from '../ir/cond.ts';
import { bracketed, chain, type Frag, parens, traced } from './frag.ts';
import { type Note, negated } from './ledger.ts';

/** A piece of target text with what it does not say exactly. */
export interface Emitted {
  readonly frag: Frag;
  readonly notes: readonly Note[];
}

/** An emission without notes. */
export const exactly = (frag: Frag): Emitted => ({ frag, notes: [] });

/** No text can say it: the note alone counts, and the rule gets no output on this target. */
export function unsupported(construct: string, why: string, origin?: Note['origin']): Emitted {
  return { frag: { doc: '', level: 0 }, notes: [{ effect: 'unsupported', construct, why, ...(origin && { origin }) }] };
}

/** Emits fragments from parts: the text from `build`, the notes of all parts. */
export function combine(parts: readonly Emitted[], build: (frags: readonly Frag[]) => Frag): Emitted {
  return { frag: build(parts.map((part) => part.frag)), notes: parts.flatMap((part) => part.notes) };
}

/** How a target writes conditions: words, binding levels (0 the tightest; an operand binds at most as loosely as the operator's level). */
export interface Connectives {
  readonly and: { readonly word: string; readonly level: number };
  readonly or: { readonly word: string; readonly level: number };
  /** Writes the complement of an operand that is already bracketed where needed. */
  readonly not: { readonly emit: (operand: Frag) => Frag; readonly operandLevel: number };
  readonly true: Frag;
  readonly false: Frag;
  /** Chains longer than this are written as balanced trees with brackets, for engines with a limit on depth. */
  readonly longestChain: number;
  /** Operands of `and` inside `or` (and the other way round) get brackets even where binding does not ask for them. */
  readonly alwaysBracket: boolean;
}

/** How a target writes what stands in a condition's leaves. `guard`: under a `not`, so the text must never be null (docs/semantics.md). */
export interface LeafCases {
  readonly leaf: (node: Leaf, guard: boolean) => Emitted;
  readonly 'has-value': (node: HasValue, guard: boolean) => Emitted;
  readonly 'has-key': (node: HasKey, guard: boolean) => Emitted;
  readonly keyword: (node: Keyword, guard: boolean) => Emitted;
}

function bind(frag: Frag, level: number, always: boolean): Frag {
  return always && frag.level > 0 ? bracketed(frag) : parens(frag, level);
}

/** A chain of operators; one that is longer than the target takes as a tree with brackets. */
export function balanced(items: readonly Frag[], word: string, level: number, longest: number): Frag {
  if (items.length <= longest) return chain(items, word, level);
  const size = Math.ceil(items.length / Math.min(longest, Math.ceil(items.length / longest)));
  const groups: Frag[] = [];
  for (let i = 0; i < items.length; i += size)
    groups.push(bracketed(balanced(items.slice(i, i + size), word, level, longest)));
  return chain(groups, word, level);
}

/**
 * Writes a condition: connectives by the table, leaves by the target's cases. Notes inside a `not` swap their direction.
 * Under a `not`, leaves are asked for a guarded form, so that a target with three-valued logic gives the plain complement.
 */
export function emitCond(cond: Cond, words: Connectives, leaves: LeafCases): Emitted {
  const group = (parts: readonly Cond[], { word, level }: Connectives['and'], guard: boolean): Emitted =>
    combine(
      parts.map((part) => walk(part, guard)),
      (frags) =>
        balanced(
          frags.map((frag) => bind(frag, level - 1, words.alwaysBracket)),
          word,
          level,
          words.longestChain,
        ),
    );
  const casesFor = (guard: boolean): CondCases<Emitted> => ({
    true: () => exactly(words.true),
    false: () => exactly(words.false),
    and: (node) => group(node.all, words.and, guard),
    or: (node) => group(node.any, words.or, guard),
    not: (node) => {
      const operand = walk(node.inner, true);
      return { frag: words.not.emit(parens(operand.frag, words.not.operandLevel)), notes: negated(operand.notes) };
    },
    leaf: (node) => leaves.leaf(node, guard),
    'has-value': (node) => leaves['has-value'](node, guard),
    'has-key': (node) => leaves['has-key'](node, guard),
    keyword: (node) => leaves.keyword(node, guard),
  });
  const [guarded, plain] = [casesFor(true), casesFor(false)];
  const walk = (node: Cond, guard: boolean): Emitted => {
    const emitted = onCond(node, guard ? guarded : plain);
    return { frag: traced(emitted.frag, node.origin), notes: emitted.notes };
  };
  return walk(cond, false);
}
