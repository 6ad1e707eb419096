import { chars } from './build.ts';
import { single } from './char-set.ts';
import { closeUnder } from './fold-set.ts';
import type { Regex, RegexCase, RegexNode } from './tree.ts';
import { mapChars } from './walk.ts';

/**
 * The tree with every set closed under a fold. What a parser made is closed already, negated sets included (the complement of a
 * closed set is closed); a tree that was built by hand from literal characters becomes so here.
 */
function closeTree(node: RegexNode, rule: RegexCase): RegexNode {
  if (rule === 'exact') return node;
  return mapChars(node, (found) => {
    const closed = closeUnder(rule, found.ranges);
    return closed === found.ranges ? found : chars(closed, found.written ?? single(found.ranges));
  });
}

export const closedNode = (regex: Regex): RegexNode => closeTree(regex.node, regex.caseRule);
