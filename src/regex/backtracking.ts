import { alternation, concat } from './build.ts';
import { areDisjoint, overlaps } from './char-set.ts';
import { afterBody, ahead, END_FOLLOWS, type Follow, NOTHING_FOLLOWS } from './follow.ts';
import type { Regex, RegexNode } from './tree.ts';

type Of<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>;

/**
 * Whether giving back characters of a greedy run can't help what follows. If it may stop anywhere, it stops after the whole run
 * too; otherwise it must want a character that is none of the run's.
 */
const givesNothingBack = (run: Of<'chars'>, next: Follow): boolean =>
  next.stop === 'anywhere' || (next.stop !== 'test' && !overlaps(run.ranges, next.first));

function isRigid(node: RegexNode): boolean {
  if (node.kind === 'concat') return node.parts.every(isRigid);
  return node.kind === 'chars' || node.kind === 'empty' || node.kind === 'assertion';
}

/** No two options can start alike, so that the first that matches is the only one. */
function areExclusive(options: readonly RegexNode[]): boolean {
  const firsts = options.map((option) => ahead(option, { first: [], stop: 'never' }).first);
  return options.every(isRigid) && firsts.every((first) => first.length > 0) && areDisjoint(firsts);
}

/** An atomic body that has one way to match only, save for the length of a run at its end. */
function isPlainBody(body: RegexNode, next: Follow): boolean {
  if (next.stop === 'anywhere' || isRigid(body)) return true;
  if (body.kind === 'alternation') return areExclusive(body.options);
  const parts = body.kind === 'concat' ? body.parts : [body];
  const last = parts.at(-1);
  return parts.slice(0, -1).every(isRigid) && last?.kind === 'repeat' && isPlainRun(last, next);
}

const isPlainRun = ({ body, lazy }: Of<'repeat'>, next: Follow): boolean =>
  !lazy && body.kind === 'chars' && givesNothingBack(body, next);

function plainRepeat(node: Of<'repeat'>, next: Follow): RegexNode {
  const { possessive, ...plain } = node;
  if (!possessive) return { ...node, body: plainAtomic(node.body, afterBody(node.body, next)) };
  if (next.stop !== 'anywhere' && !isPlainRun(node, next)) return node;
  return { ...plain, body: plainAtomic(node.body, afterBody(node.body, next)) };
}

/**
 * The tree with its possessive repetitions and atomic groups made plain wherever that changes no answer; the others stay.
 * `next` is what follows the node.
 */
function plainAtomic(node: RegexNode, next: Follow): RegexNode {
  switch (node.kind) {
    case 'concat': {
      let follow = next;
      const parts = node.parts.toReversed().map((part) => {
        const plain = plainAtomic(part, follow);
        follow = ahead(part, follow);
        return plain;
      });
      return concat(parts.reverse());
    }
    case 'alternation':
      return alternation(node.options.map((option) => plainAtomic(option, next)));
    case 'repeat':
      return plainRepeat(node, next);
    case 'group': {
      const body = plainAtomic(node.body, next);
      return node.atomic && isPlainBody(node.body, next) ? body : { ...node, body };
    }
    case 'look':
      return { ...node, body: plainAtomic(node.body, node.behind ? { first: [], stop: 'test' } : NOTHING_FOLLOWS) };
    default:
      return node;
  }
}

/** The tree of an expression without the possessive repetitions and atomic groups that make no difference. */
export const withoutBacktrackingHints = (regex: Pick<Regex, 'node' | 'anchoring'>): RegexNode =>
  plainAtomic(regex.node, regex.anchoring === 'search' ? NOTHING_FOLLOWS : END_FOLLOWS);
