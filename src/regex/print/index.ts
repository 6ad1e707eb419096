import type { Unsupported } from '../automaton.ts';
import { closedNode } from '../close-tree.ts';
import { isClosedUnder } from '../fold-set.ts';
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
  regex: Regex,
  node: RegexNode,
  dialect: Dialect,
  byFlag: boolean,
  foldsMore: boolean,
): Printed | Unsupported {
  const anchoring = dialect.wholeOnly ? 'whole' : regex.anchoring;
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

/** The tree as the flavour's anchors want it. */
function anchored(regex: Regex, { wholeOnly, tests }: Dialect): RegexNode | Unsupported {
  const node = closedNode(regex);
  if (wholeOnly) return asWhole({ ...regex, node });
  const plain = tests['line-start-before-text'] === undefined ? withPlainLines(node) : node;
  return tests['text-end-or-final-newline'] === undefined ? withStrictEnd(plain, regex.anchoring) : plain;
}

/** Writes an expression in a flavour, or names the construct that the flavour can't say. */
export function printRegex(regex: Regex, flavour: PrintFlavour, options: PrintOptions = {}): Printed | Unsupported {
  const dialect = dialects[flavour];
  const { caseStyle = 'exact' } = options;
  const { caseRule } = regex;
  const { caseFlag } = dialect;
  const node = anchored(regex, dialect);
  if ('unsupported' in node) return node;
  const mayFlag = caseFlag !== undefined && caseRule !== 'exact' && caseStyle !== 'expand';
  const isSame = caseFlag !== undefined && foldsNoMore(node, caseFlag);
  const byFlag = mayFlag && (isSame || caseStyle === 'flag');
  const refers = caseRule !== 'exact' && some(node, (inner) => inner.kind === 'backreference');
  if (refers && !(byFlag && isSame)) return REFERENCE_UNDER_FOLD;
  return print(regex, node, dialect, byFlag, byFlag && !isSame);
}
