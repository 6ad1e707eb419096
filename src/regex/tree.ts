/**
 * A regular expression as data, whatever flavour it was written in. Characters are Unicode code points.
 * Anchoring holds for the whole expression and lives in `Regex`, not in the tree.
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
interface Empty {
  readonly kind: 'empty';
}

/** An inclusive range of code points. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * One character out of a set: a literal character is a set of one. `ranges` are ascending and do not touch; a negated class or
 * a dot is already the complement, and case is already folded into it (`[^a]` under `i` holds neither `a` nor `A`, which no
 * later folding could tell), so what it holds is never in doubt. An empty set matches nothing.
 */
export interface Chars {
  readonly kind: 'chars';
  readonly ranges: readonly CodeRange[];
  /** The character as the author spelled it, where the set is that one character and its case variants. */
  readonly written?: number;
}

interface Concat {
  readonly kind: 'concat';
  readonly parts: readonly RegexNode[];
}

interface Alternation {
  readonly kind: 'alternation';
  readonly options: readonly RegexNode[];
}

/** `max` absent: no upper end. Greedy and lazy accept the same texts; `lazy` is kept so that output reads like the source. */
interface Repeat {
  readonly kind: 'repeat';
  readonly body: RegexNode;
  readonly min: number;
  readonly max?: number;
  readonly lazy?: boolean;
  readonly possessive?: boolean;
}

/** A capturing group (its number counts from 1) or an atomic one. Non-capturing groups leave no node behind. */
interface Group {
  readonly kind: 'group';
  readonly body: RegexNode;
  readonly capture?: number;
  readonly name?: string;
  readonly atomic?: boolean;
}

interface Assertion {
  readonly kind: 'assertion';
  readonly test: PositionTest;
}

/**
 * A test of a position. Lines end in a line feed only. `line-start` and `line-end` are what `^` and `$` mean under the `m`
 * flag; `line-start-before-text` is PCRE's `^`, which does not hold behind a line feed that ends the text. `word` is a border
 * between `[0-9A-Za-z_]` and anything else, `unicode-word` one of Unicode's word characters (UTS 18, annex C).
 */
export type PositionTest =
  | 'text-start'
  | 'text-end'
  | 'text-end-or-final-newline'
  | 'line-start'
  | 'line-start-before-text'
  | 'line-end'
  | 'word'
  | 'not-word'
  | 'unicode-word'
  | 'not-unicode-word';

/** Look-around. No linear-time engine has it: a target without it says unsupported. */
interface Look {
  readonly kind: 'look';
  readonly body: RegexNode;
  readonly behind: boolean;
  readonly negative: boolean;
}

interface Backreference {
  readonly kind: 'backreference';
  readonly to: number | string;
}

/** What only Lucene has: complement, intersection, numeric interval, any string, empty language. */
type LuceneOnly =
  | { readonly kind: 'complement'; readonly body: RegexNode }
  | { readonly kind: 'intersection'; readonly parts: readonly RegexNode[] }
  | Interval
  | { readonly kind: 'any-string' }
  | { readonly kind: 'nothing' };

/** Decimal numbers from `min` to `max`: with exactly `digits` digits, or with any number of leading zeros where it is 0. */
export interface Interval {
  readonly kind: 'interval';
  readonly min: bigint;
  readonly max: bigint;
  readonly digits: number;
}

/**
 * How a regular expression folds case. `ascii` and `simple` are the folds of `src/base/fold.ts`; `unicode` is the simple case
 * folding of Unicode without its exceptions (the Kelvin sign is a k), which is what `i` means in Rust, RE2 and JavaScript.
 */
export type RegexCase = 'exact' | 'ascii' | 'simple' | 'unicode';

/** A whole expression: what a field's value is tested with. */
export interface Regex {
  readonly node: RegexNode;
  /** `whole`: the value from end to end (Lucene). `search`: anywhere in it (Sigma). */
  readonly anchoring: 'whole' | 'search';
  /** The fold under which every set of the tree is closed. The tree already says it all: this lets output use an `i` flag. */
  readonly caseRule: RegexCase;
  /** The text as written, for messages and for targets that take the source flavour. */
  readonly source: string;
  readonly flavour: RegexFlavour;
}

export type RegexFlavour = 'lucene' | 'pcre' | 'rust' | 'java' | 're2' | 'posix' | 'javascript';
