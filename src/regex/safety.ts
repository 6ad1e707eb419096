import { withoutBacktrackingHints } from './backtracking.ts';
import { areDisjoint, overlaps } from './char-set.ts';
import { closedNode } from './close-tree.ts';
import { afterBody, ahead, END_FOLLOWS, type Follow, NOTHING_FOLLOWS } from './follow.ts';
import type { Regex, RegexNode } from './tree.ts';
import { mayBeEmpty } from './whole.ts';

/**
 * How often a backtracking engine may try: `factor` times the length of the text to the power of `degree`. `runs`: a repetition
 * without end is among it that leaves no choice, and still walks over the text.
 */
interface Cost {
  readonly degree: number;
  readonly factor: number;
  readonly runs: boolean;
}

const FREE: Cost = { degree: 0, factor: 1, runs: false };
const ENDLESS: Cost = { degree: Number.POSITIVE_INFINITY, factor: Number.POSITIVE_INFINITY, runs: true };

/** How large the factor may be for each degree: some hundred million steps on a value of 40 kB. */
const LARGEST_FACTOR: readonly number[] = [100_000, 10_000, 8];

type Of<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>;

const after = (a: Cost, b: Cost): Cost => ({
  degree: a.degree + b.degree,
  factor: a.factor * b.factor,
  runs: a.runs || b.runs,
});

function inSequence(parts: readonly RegexNode[], next: Follow): Cost {
  let follow = next;
  let total = FREE;
  for (const part of parts.toReversed()) {
    total = after(costOf(part, follow), total);
    follow = ahead(part, follow);
  }
  return total;
}

/** One character tells exclusive options apart; others are all tried. */
function ofOptions(options: readonly RegexNode[], next: Follow): Cost {
  const costs = options.map((option) => costOf(option, next));
  const exclusive = areDisjoint(options.map((option) => ahead(option, next).first));
  const factors = costs.map((cost) => cost.factor);
  return {
    degree: Math.max(...costs.map((cost) => cost.degree)),
    factor: exclusive ? Math.max(...factors) : factors.reduce((a, b) => a + b),
    runs: costs.some((cost) => cost.runs),
  };
}

/** A body that is run several times must leave no choice inside, or the choices multiply. */
function ofRepeat({ body, min, max }: Of<'repeat'>, next: Follow): Cost {
  const inner = costOf(body, afterBody(body, next));
  const choosesEnd = min !== max && overlaps(ahead(body, { first: [], stop: 'never' }).first, next.first);
  if (max === undefined) {
    if (inner.degree > 0 || inner.factor > 1 || mayBeEmpty(body)) return ENDLESS;
    return { degree: choosesEnd ? 1 : 0, factor: 1, runs: inner.runs || !choosesEnd };
  }
  return {
    degree: inner.degree * max,
    factor: inner.factor ** max * (choosesEnd ? max - min + 1 : 1),
    runs: inner.runs,
  };
}

function costOf(node: RegexNode, next: Follow): Cost {
  switch (node.kind) {
    case 'empty':
    case 'chars':
    case 'assertion':
      return FREE;
    case 'concat':
      return inSequence(node.parts, next);
    case 'alternation':
      return ofOptions(node.options, next);
    case 'repeat':
      return ofRepeat(node, next);
    case 'group':
      return costOf(node.body, next);
    case 'look':
      return costOf(node.body, NOTHING_FOLLOWS);
    case 'interval':
    case 'backreference':
    case 'complement':
    case 'intersection':
    case 'any-string':
    case 'nothing':
      return ENDLESS;
  }
}

function startsAnchored(node: RegexNode): boolean {
  if (node.kind === 'concat') return node.parts.slice(0, 1).some(startsAnchored);
  if (node.kind === 'alternation') return node.options.every(startsAnchored);
  if (node.kind === 'group') return startsAnchored(node.body);
  return node.kind === 'assertion' && node.test === 'text-start';
}

/**
 * Whether an engine that backtracks (JavaScript's) takes at most some hundred million steps on a value of 40 kB. Careful: a
 * repeated part must be free of choices that one character doesn't settle, so many harmless expressions are refused.
 */
export function isBacktrackSafe(regex: Regex): boolean {
  const closed = { node: closedNode(regex), anchoring: regex.anchoring };
  const node = withoutBacktrackingHints(closed);
  const search = regex.anchoring === 'search';
  const cost = costOf(node, search ? NOTHING_FOLLOWS : END_FOLLOWS);
  const starts = search && !startsAnchored(node) ? 1 : 0;
  const largest = LARGEST_FACTOR[cost.degree + (cost.runs ? 1 : 0) + starts];
  return largest !== undefined && cost.factor <= largest;
}
