import type { Unsupported } from './automaton.ts';
import { ANY_STRING, alternation, chars, concat, EMPTY, optional } from './build.ts';
import { newline } from './flavours.ts';
import type { PositionTest, Regex, RegexNode } from './tree.ts';
import { some } from './walk.ts';

/** From which end a tree is read. */
type Side = 'start' | 'end';

/** What lies between the edge of the text and the node: any text at all, or nothing. */
type Reach = 'open' | 'closed';

const LINE_FEED: RegexNode = chars(newline);

/** What a position test means as the first (or last) thing: the text that may still stand between it and the edge. */
const AT_EDGE: { readonly [S in Side]: Readonly<Partial<Record<PositionTest, { readonly [R in Reach]: RegexNode }>>> } =
  {
    start: {
      'text-start': { open: EMPTY, closed: EMPTY },
      'line-start': { open: optional(concat([ANY_STRING, LINE_FEED])), closed: EMPTY },
    },
    end: {
      'text-end': { open: EMPTY, closed: EMPTY },
      'text-end-or-final-newline': { open: optional(LINE_FEED), closed: EMPTY },
      'line-end': { open: optional(concat([LINE_FEED, ANY_STRING])), closed: EMPTY },
    },
  };

const ordered = (side: Side, parts: readonly RegexNode[]): readonly RegexNode[] =>
  side === 'start' ? parts : [...parts].reverse();

const joined = (side: Side, ...parts: readonly RegexNode[]): RegexNode => concat(ordered(side, parts));

/**
 * The texts that reach from the edge of the text to the far end of the node. Only the outermost part can feel the edge, so
 * a test further inside stays what it is.
 */
export function toEdge(node: RegexNode, side: Side, reach: Reach): RegexNode {
  switch (node.kind) {
    case 'assertion':
      return AT_EDGE[side][node.test]?.[reach] ?? padded(node, side, reach);
    case 'concat':
      return partsToEdge(ordered(side, node.parts), side, reach);
    case 'alternation':
      return alternation(node.options.map((option) => toEdge(option, side, reach)));
    case 'group':
      return node.atomic ? padded(node, side, reach) : toEdge(node.body, side, reach);
    default:
      return padded(node, side, reach);
  }
}

const padded = (node: RegexNode, side: Side, reach: Reach): RegexNode =>
  reach === 'open' ? joined(side, ANY_STRING, node) : node;

/** `parts` run from the edge inwards. */
function partsToEdge(parts: readonly RegexNode[], side: Side, reach: Reach): RegexNode {
  const [first = EMPTY, ...rest] = parts;
  const edge = first.kind === 'assertion' ? AT_EDGE[side][first.test]?.[reach] : undefined;
  if (edge === undefined) return joined(side, toEdge(first, side, reach), ...rest);
  // Behind a test for the very edge the next part stands at the edge too.
  const inner = edge.kind === 'empty' ? partsToEdge(rest, side, 'closed') : joined(side, ...rest);
  return rest.length === 0 ? edge : joined(side, edge, inner);
}

/** Whether the empty text is among those a node matches; where that is not plain to see, yes. */
export function mayBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'chars':
    case 'nothing':
    case 'interval':
      return false;
    case 'concat':
    case 'intersection':
      return node.parts.every(mayBeEmpty);
    case 'alternation':
      return node.options.some(mayBeEmpty);
    case 'repeat':
      return node.min === 0 || mayBeEmpty(node.body);
    case 'group':
      return mayBeEmpty(node.body);
    case 'empty':
    case 'assertion':
    case 'look':
    case 'backreference':
    case 'complement':
    case 'any-string':
      return true;
  }
}

/** PCRE's `^` is the common one where a character must follow: the last empty line is out of its reach then. */
export function withPlainLines(node: RegexNode, somethingFollows = false): RegexNode {
  switch (node.kind) {
    case 'assertion':
      return node.test === 'line-start-before-text' && somethingFollows ? { ...node, test: 'line-start' } : node;
    case 'concat': {
      let follows = somethingFollows;
      const parts = node.parts.toReversed().map((part) => {
        const plain = withPlainLines(part, follows);
        follows ||= !mayBeEmpty(part);
        return plain;
      });
      return concat(parts.reverse());
    }
    case 'alternation':
      return alternation(node.options.map((option) => withPlainLines(option, somethingFollows)));
    case 'group':
      return { ...node, body: withPlainLines(node.body, somethingFollows) };
    default:
      return node;
  }
}

/**
 * `$` in front of a final line feed, in the last place of an expression, for flavours that only know the very end: a search may
 * take the line feed, a match of the whole value has its end there anyway.
 */
export function withStrictEnd(node: RegexNode, anchoring: Regex['anchoring']): RegexNode {
  switch (node.kind) {
    case 'assertion': {
      if (node.test !== 'text-end-or-final-newline') return node;
      const end: RegexNode = { kind: 'assertion', test: 'text-end' };
      return anchoring === 'whole' ? end : concat([optional(LINE_FEED), end]);
    }
    case 'concat': {
      const last = node.parts.at(-1);
      return last === undefined ? node : concat([...node.parts.slice(0, -1), withStrictEnd(last, anchoring)]);
    }
    case 'alternation':
      return alternation(node.options.map((option) => withStrictEnd(option, anchoring)));
    case 'group':
      return node.atomic ? node : { ...node, body: withStrictEnd(node.body, anchoring) };
    default:
      return node;
  }
}

/** The tree with its edges resolved as `asWhole` does; position tests inside it stay. */
export function toEdges(regex: Pick<Regex, 'node' | 'anchoring'>): RegexNode {
  const reach = regex.anchoring === 'search' ? 'open' : 'closed';
  return toEdge(toEdge(withPlainLines(regex.node), 'start', reach), 'end', reach);
}

/**
 * A node for the same texts whose every match is a whole text: anchors at the edges are gone, and what may stand around a
 * search is part of it. A test in the middle has no such form.
 */
export function asWhole(regex: Pick<Regex, 'node' | 'anchoring'>): RegexNode | Unsupported {
  const node = toEdges(regex);
  const left = some(node, (inner) => inner.kind === 'assertion');
  return left ? { unsupported: 'a position test in the middle' } : node;
}
