import type { Unsupported } from '../automaton.ts';
import { withoutBacktrackingHints } from '../backtracking.ts';
import { closedNode } from '../close-tree.ts';
import { isClosedUnder } from '../fold-set.ts';
import { hasLook, withoutLook } from '../look.ts';
import type { Regex, RegexNode } from '../tree.ts';
import { some } from '../walk.ts';
import { asWhole, withPlainLines, withStrictEnd } from '../whole.ts';
import type { Dialect, PrintFlavour } from './dialect.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { lucene } from './lucene.ts';
import { pcre } from './pcre.ts';
import { posix } from './posix.ts';
import { printNode } from './printer.ts';
import { re2 } from './re2.ts';
import { rust } from './rust.ts';
import { sigma } from './sigma.ts';

export type { PrintFlavour } from './dialect.ts';

const dialects: { readonly [F in PrintFlavour]: Dialect } = {
  javascript,
  java,
  re2,
  rust,
  posix,
  pcre,
  sigma,
  lucene,
};

export interface PrintOptions {
  /**
   * How case is expressed. `exact` (the default) uses the flavour's flag where its engine then folds just as the rule asks,
   * and writes `[aA]` elsewhere. `expand` never uses the flag. `flag` always does: `foldsMore` says if the engine goes further.
   */
  readonly caseStyle?: 'exact' | 'expand' | 'flag';
}

/** An expression in a flavour. Its text holds no line break and no control character, save in Lucene's, which has no escape for them. */
export interface Printed {
  readonly text: string;
  /** Flags that stand beside the text: JavaScript's, or Sigma's sub-modifiers. Empty where the text says it all. */
  readonly flags: string;
  /** The expression relies on the engine's case folding: by a flag in the text, in `flags`, or (Lucene) by the `regex~` operator. */
  readonly ignoreCase: boolean;
  /** The engine's folding goes further than the rule's: the Kelvin sign is a k, É an é. Never so unless `flag` was asked for. */
  readonly foldsMore: boolean;
}

/** Whether an engine's folding leaves every set as it is. */
function foldsNoMore(node: RegexNode, { fold, borders }: NonNullable<Dialect['caseFlag']>): boolean {
  return !some(node, (inner) => {
    if (inner.kind === 'chars') return !isClosedUnder(fold, inner.ranges);
    return borders && inner.kind === 'assertion' && inner.test.endsWith('word');
  });
}

const REFERENCE_UNDER_FOLD: Unsupported = { unsupported: 'a back-reference that ignores case' };

function print(
  { node, anchoring }: Plain,
  dialect: Dialect,
  byFlag: boolean,
  foldsMore: boolean,
): Printed | Unsupported {
  const text = printNode(node, anchoring, dialect, byFlag);
  if (typeof text !== 'string') return text;
  const { caseFlag, flags } = dialect;
  return {
    text: byFlag ? (caseFlag?.text ?? '') + text : text,
    flags: (flags?.always ?? '') + (byFlag ? (flags?.ignoreCase ?? '') : ''),
    ignoreCase: byFlag,
    foldsMore,
  };
}

type Plain = Pick<Regex, 'node' | 'anchoring'>;

/** Look-around as complement and intersection; a flavour without those gets it only where none is left over. */
function lookless(regex: Plain, { lucene: hasOperators }: Dialect): Plain {
  const node = withoutLook(regex);
  const left = some(node, (inner) => inner.kind === 'complement' || inner.kind === 'intersection');
  return left && !hasOperators ? regex : { node, anchoring: 'whole' };
}

/** The tree in the terms the flavour has for anchors, look-around and backtracking. */
function legalized(regex: Plain, dialect: Dialect): Plain | Unsupported {
  const { wholeOnly, tests, look, atomic } = dialect;
  const hintless = atomic ? regex : { ...regex, node: withoutBacktrackingHints(regex) };
  const plain = look === 'none' && hasLook(hintless.node) ? lookless(hintless, dialect) : hintless;
  if (wholeOnly) {
    const node = asWhole(plain);
    return 'unsupported' in node ? node : { node, anchoring: 'whole' };
  }
  const lines = tests['line-start-before-text'] === undefined ? withPlainLines(plain.node) : plain.node;
  const isStrict = tests['text-end-or-final-newline'] === undefined;
  return { ...plain, node: isStrict ? withStrictEnd(lines, plain.anchoring) : lines };
}

/** Writes an expression in a flavour, or names the construct that the flavour can't say. */
export function printRegex(regex: Regex, flavour: PrintFlavour, options: PrintOptions = {}): Printed | Unsupported {
  const dialect = dialects[flavour];
  const { caseStyle = 'exact' } = options;
  const { caseRule } = regex;
  const { caseFlag } = dialect;
  const plain = legalized({ node: closedNode(regex), anchoring: regex.anchoring }, dialect);
  if ('unsupported' in plain) return plain;
  const { node } = plain;
  const mayFlag = caseFlag !== undefined && caseRule !== 'exact' && caseStyle !== 'expand';
  const isSame = caseFlag !== undefined && foldsNoMore(node, caseFlag);
  const byFlag = mayFlag && (isSame || caseStyle === 'flag');
  const refers = caseRule !== 'exact' && some(node, (inner) => inner.kind === 'backreference');
  if (refers && !(byFlag && isSame)) return REFERENCE_UNDER_FOLD;
  return print(plain, dialect, byFlag, byFlag && !isSame);
}
