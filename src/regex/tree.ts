/**
 * A regular expression as data, whatever flavour it was written in. Characters are Unicode code points.
 * Anchoring and flags that hold for the whole expression live in `Regex`, not in the tree.
 */
export type RegexNode =
  | Empty
  | Chars
  | Concat
  | Alternation
  | Repeat
  | Group
  | Assertion
  | Look
  | Backreference
  | LuceneOnly;

/** Matches the empty text. */
export interface Empty {
  readonly kind: 'empty';
}

/** An inclusive range of code points. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * One character out of a set: a literal character is a set of one. `ranges` are ascending and do not touch; a negated class or
 * a dot is already the complement, so what it holds is never in doubt. Case is not folded here: see `Regex.ignoreCase`.
 */
export interface Chars {
  readonly kind: 'chars';
  readonly ranges: readonly CodeRange[];
}

export interface Concat {
  readonly kind: 'concat';
  readonly parts: readonly RegexNode[];
}

export interface Alternation {
  readonly kind: 'alternation';
  readonly options: readonly RegexNode[];
}

/** `max` absent: no upper end. Greedy and lazy accept the same texts; `lazy` is kept so that output reads like the source. */
export interface Repeat {
  readonly kind: 'repeat';
  readonly body: RegexNode;
  readonly min: number;
  readonly max?: number;
  readonly lazy?: boolean;
  readonly possessive?: boolean;
}

/** A capturing group (its number counts from 1) or an atomic one. Non-capturing groups leave no node behind. */
export interface Group {
  readonly kind: 'group';
  readonly body: RegexNode;
  readonly capture?: number;
  readonly name?: string;
  readonly atomic?: boolean;
}

/** A position test. `line-start` and `line-end` are what `^` and `$` mean under the `m` flag. */
export interface Assertion {
  readonly kind: 'assertion';
  readonly test:
    | 'text-start'
    | 'text-end'
    | 'text-end-or-final-newline'
    | 'line-start'
    | 'line-end'
    | 'word'
    | 'not-word';
}

/** Look-around. No linear-time matcher has it: a target without it says unsupported. */
export interface Look {
  readonly kind: 'look';
  readonly body: RegexNode;
  readonly behind: boolean;
  readonly negative: boolean;
}

export interface Backreference {
  readonly kind: 'backreference';
  readonly to: number | string;
}

/** What only Lucene has: complement, intersection, numeric interval, any string, empty language. */
export type LuceneOnly =
  | { readonly kind: 'complement'; readonly body: RegexNode }
  | { readonly kind: 'intersection'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'interval'; readonly min: bigint; readonly max: bigint; readonly digits: number }
  | { readonly kind: 'any-string' }
  | { readonly kind: 'nothing' };

/** How a regular expression folds case; the fold is the one of `src/base/fold.ts`. */
export type RegexCase = 'exact' | 'ascii' | 'simple';

/** A whole expression: what a field's value is tested with. */
export interface Regex {
  readonly node: RegexNode;
  /** `whole`: the value from end to end (Lucene). `search`: anywhere in it (Sigma). */
  readonly anchoring: 'whole' | 'search';
  readonly caseRule: RegexCase;
  /** The text as written, for messages and for targets that take the source flavour. */
  readonly source: string;
  readonly flavour: RegexFlavour;
}

export type RegexFlavour = 'lucene' | 'pcre' | 'rust' | 'java' | 're2' | 'posix' | 'javascript';
