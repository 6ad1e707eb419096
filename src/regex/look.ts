import { alternation, concat, EMPTY, intersection, not } from './build.ts';
import type { Regex, RegexNode } from './tree.ts';
import { some } from './walk.ts';
import { toEdge, toEdges } from './whole.ts';

type Look = Extract<RegexNode, { kind: 'look' }>;

export const hasLook = (node: RegexNode): boolean => some(node, (inner) => inner.kind === 'look');

/** Rewriting repeats what follows once for each alternative; beyond this many copies in all the look-around stays. */
const MAX_COPIES = 64;

/** The texts a look-around wants, from its place to the end of the text, or from the start of the text to its place. */
function wanted(look: Look): RegexNode {
  const texts = toEdge(look.body, look.behind ? 'start' : 'end', 'open');
  return look.negative ? not(texts) : texts;
}

function both(a: RegexNode, b: RegexNode): RegexNode {
  if (a.kind === 'any-string') return b;
  return b.kind === 'any-string' ? a : intersection([a, b]);
}

class Rewriter {
  #copies = 1;
  readonly #behind: boolean;

  /** Rewrites look-behinds, or look-aheads. */
  constructor(behind: boolean) {
    this.#behind = behind;
  }

  #isMine(node: RegexNode): boolean {
    return node.kind === 'look' && node.behind === this.#behind;
  }

  /** The node with `rest` on its far side: behind it for look-ahead, in front of it for look-behind. */
  join(node: RegexNode, rest: RegexNode): RegexNode {
    if (!some(node, (inner) => this.#isMine(inner))) return this.#beside(node, rest);
    switch (node.kind) {
      case 'look':
        return both(rest, wanted(node));
      case 'concat':
        return this.#behind
          ? node.parts.reduce((joined, part) => this.join(part, joined), rest)
          : node.parts.reduceRight((joined, part) => this.join(part, joined), rest);
      case 'alternation':
        this.#copies *= node.options.length;
        if (this.#copies > MAX_COPIES) return this.#beside(node, rest);
        return alternation(node.options.map((option) => this.join(option, rest)));
      case 'group':
        return node.atomic ? this.#beside(node, rest) : this.join(node.body, rest);
      default:
        return this.#beside(node, rest);
    }
  }

  #beside(node: RegexNode, rest: RegexNode): RegexNode {
    return concat(this.#behind ? [rest, node] : [node, rest]);
  }
}

const holdsLook = (node: RegexNode, behind: boolean): boolean =>
  some(node, (inner) => inner.kind === 'look' && inner.behind === behind);

/** The place behind the last part with a look-behind; look-aheads may only come later. */
function border(parts: readonly RegexNode[]): number | undefined {
  const after = parts.findLastIndex((part) => holdsLook(part, true)) + 1;
  return parts.slice(0, after).some((part) => holdsLook(part, false)) ? undefined : after;
}

/**
 * A node for the same texts, whose every match is a whole text, with look-around as intersection and complement: what is looked
 * for ahead is a demand on the rest of the text, behind on the text so far. Exact; look-around that is repeated, that
 * nests, or that looks over the place of another in the other direction stays in the tree.
 */
export function withoutLook(regex: Pick<Regex, 'node' | 'anchoring'>): RegexNode {
  const node = toEdges(regex);
  const parts = node.kind === 'concat' ? node.parts : [node];
  const middle = border(parts);
  if (middle === undefined) return node;
  const front = parts.slice(0, middle).reduce((joined, part) => new Rewriter(true).join(part, joined), EMPTY);
  const back = new Rewriter(false).join(concat(parts.slice(middle)), EMPTY);
  return concat([front, back]);
}

/** A test of the whole text: it holds if the expression is found from the start on, or if it is not. */
export interface Demand {
  readonly node: RegexNode;
  readonly negative: boolean;
}

const TEXT_START: RegexNode = { kind: 'assertion', test: 'text-start' };

/**
 * Look-aheads at the start of the text are tests of their own, `^(?!…)` the most common of all: they may hold any position test.
 * The last element is what remains. `undefined` when the expression does not start so.
 */
export function leadingDemands(
  regex: Pick<Regex, 'node' | 'anchoring'>,
): readonly [readonly Demand[], RegexNode] | undefined {
  const parts = regex.node.kind === 'concat' ? regex.node.parts : [regex.node];
  const isTextStart = (part: RegexNode): boolean => part.kind === 'assertion' && part.test === 'text-start';
  const anchors = parts.findIndex((part) => !isTextStart(part));
  const start = anchors === -1 ? parts.length : anchors;
  if (start === 0 && regex.anchoring === 'search') return undefined;
  const rest = parts.slice(start);
  const count = rest.findIndex((part) => part.kind !== 'look' || part.behind);
  const looks = rest.slice(0, count === -1 ? rest.length : count);
  if (looks.length === 0) return undefined;
  const demands = looks.flatMap((look) =>
    look.kind === 'look' ? [{ node: concat([TEXT_START, look.body]), negative: look.negative }] : [],
  );
  return [demands, concat([TEXT_START, ...rest.slice(looks.length)])];
}
