import type { CharSet } from '../char-set.ts';
import type { PositionTest, RegexCase } from '../tree.ts';

/** The flavours that can be written. `sigma` is the portable part of PCRE, for the value of Sigma's `re`. */
export type PrintFlavour = 'javascript' | 'java' | 're2' | 'rust' | 'posix' | 'pcre' | 'lucene' | 'sigma';

/** What a flavour can say: a table of facts. What is absent can't be said, and printing gives the construct's name. */
export interface Dialect {
  /** A character outside and inside a class, escaped as it must be. */
  readonly literal: (code: number) => string;
  readonly inClass: (code: number) => string;
  /** Any character at all, line ends included. */
  readonly all: string;
  /** Nothing: no text matches it. */
  readonly nothing: string;
  /** The empty text. */
  readonly empty: string;
  /** Sets with a name of their own. */
  readonly named: () => readonly (readonly [CharSet, string])[];
  /** Code points that no text of the engine can hold and that its expressions may not name. */
  readonly impossible: CharSet;
  readonly tests: { readonly [T in PositionTest]: string | undefined };
  /** Opens a group that captures nothing. */
  readonly group: string;
  /** Opens a group that captures, where the flavour has back-references. */
  readonly capture?: string;
  readonly reference?: (number: number) => string;
  readonly lazy: boolean;
  /** `fixed`: each alternative of a look-behind must have one width. */
  readonly look: 'none' | 'fixed' | 'any';
  /** Possessive repetition and atomic groups. */
  readonly atomic: boolean;
  /** The largest number in one repetition. */
  readonly maxRepeat: number;
  /** The largest product of nested repetitions. */
  readonly maxNestedRepeat?: number;
  /** Lucene's own operators. */
  readonly lucene: boolean;
  /** What stands around an expression that is to match the whole value, and around one that is searched for. */
  readonly around: { readonly whole: readonly [string, string]; readonly search: readonly [string, string] };
  /** What stands around a search that may find the empty text at a place, where the engine looks in the middle of characters too. */
  readonly aroundEmpty?: readonly [string, string];
  /** The flag that `all` needs at the start. */
  readonly allFlag: string;
  /** How the flavour is told to ignore case, and how its engine folds then. `borders`: word borders fold too. */
  readonly caseFlag?: { readonly text: string; readonly fold: RegexCase; readonly borders: boolean };
  /** The flag is handed over beside the text (JavaScript, Sigma), not written into it. */
  readonly flags?: { readonly always: string; readonly ignoreCase: string };
  /** The flavour only knows whole values: anchors are resolved first. */
  readonly wholeOnly: boolean;
}
