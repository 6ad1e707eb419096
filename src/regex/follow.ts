import { type CharSet, EVERYTHING, union } from './char-set.ts';
import { newline } from './flavours.ts';
import type { RegexNode } from './tree.ts';

/**
 * How what comes next may match the empty text: not at all, only at the end of the text, after some repetitions but perhaps not
 * now, where a position test holds, or anywhere.
 */
type CanStop = 'never' | 'text-end' | 'perhaps' | 'test' | 'anywhere';

/** What may come next: the characters it can start with, and whether it can do without any. */
export interface Follow {
  readonly first: CharSet;
  readonly stop: CanStop;
}

/** Of two ways on, the one with the higher rank says what must be reckoned with. */
const RANK: { readonly [S in CanStop]: number } = { never: 0, 'text-end': 1, perhaps: 2, test: 3, anywhere: 4 };

export const NOTHING_FOLLOWS: Follow = { first: [], stop: 'anywhere' };
export const END_FOLLOWS: Follow = { first: [], stop: 'text-end' };

const eitherFollows = (...ways: readonly Follow[]): Follow => ({
  first: union(...ways.map((way) => way.first)),
  stop: ways.reduce<CanStop>((stop, way) => (RANK[way.stop] > RANK[stop] ? way.stop : stop), 'never'),
});

type Of<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>;

function beforeTest({ test }: Of<'assertion'>, next: Follow): Follow {
  if (test === 'text-end') return END_FOLLOWS;
  if (test === 'text-end-or-final-newline') return { first: union(newline, next.first), stop: 'text-end' };
  return { first: next.first, stop: RANK[next.stop] > RANK['text-end'] ? 'test' : next.stop };
}

/** What is to be reckoned with in front of a node that has `next` behind it. */
export function ahead(node: RegexNode, next: Follow): Follow {
  switch (node.kind) {
    case 'empty':
      return next;
    case 'chars':
      return { first: node.ranges, stop: 'never' };
    case 'assertion':
      return beforeTest(node, next);
    case 'concat':
      return node.parts.reduceRight((follow, part) => ahead(part, follow), next);
    case 'alternation':
      return eitherFollows(...node.options.map((option) => ahead(option, next)));
    case 'repeat': {
      const once = ahead(node.body, next);
      return node.min === 0 ? eitherFollows(once, next) : once;
    }
    case 'group':
      return ahead(node.body, next);
    case 'nothing':
      return { first: [], stop: 'never' };
    case 'any-string':
      return { first: EVERYTHING, stop: next.stop };
    case 'interval':
    case 'look':
    case 'backreference':
    case 'complement':
    case 'intersection':
      return { first: EVERYTHING, stop: 'test' };
  }
}

/** What follows the body of a repetition: the body again, or what follows the whole, if the count allows. */
export function afterBody(body: RegexNode, next: Follow): Follow {
  const exit: Follow = next.stop === 'anywhere' ? { ...next, stop: 'perhaps' } : next;
  return eitherFollows(ahead(body, exit), exit);
}
