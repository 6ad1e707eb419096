import { chars } from './build.ts';
import { type CharSet, complement } from './char-set.ts';
import type { Cursor } from './cursor.ts';
import type { Feature, PerlSyntax } from './flavours.ts';
import { closeUnder, isClosedUnder } from './fold-set.ts';
import type { ParseOptions } from './parse-options.ts';
import type { Chars, RegexCase, RegexNode } from './tree.ts';

/** The flags in force at a place. A group restores what it found. */
export interface Flags {
  /** Ignore case. */
  readonly i: boolean;
  /** `^` and `$` at line ends. */
  readonly m: boolean;
  /** The dot matches line ends. */
  readonly s: boolean;
  /** Blanks and comments between the tokens. */
  readonly x: boolean;
  /** Rust: Unicode classes. */
  readonly u: boolean;
  /** Rust, RE2: lazy is the default. */
  readonly U: boolean;
}

/** A `\w` of Unicode has some 760 ranges; each costs some microseconds on the way to a matcher. */
const MAX_RANGES = 200_000;

/** What the parts of a Perl-family parser share. */
export class PerlContext {
  readonly cursor: Cursor;
  readonly syntax: PerlSyntax;
  readonly options: ParseOptions;
  flags: Flags;
  /** Names and numbers of the groups opened so far. */
  groups = 0;
  readonly names = new Set<string>();
  readonly #references: { readonly to: number | string; readonly start: number; readonly end: number }[] = [];
  #ranges = 0;
  readonly #folds = new Set<RegexCase>();
  #unfolded = false;

  constructor(cursor: Cursor, syntax: PerlSyntax, options: ParseOptions) {
    this.cursor = cursor;
    this.syntax = syntax;
    this.options = options;
    const { multiline = false, dotAll = false, extended = false } = options.flags ?? {};
    this.flags = { i: options.caseRule !== 'exact', m: multiline, s: dotAll, x: extended, u: true, U: false };
  }

  has(feature: Feature): boolean {
    return this.syntax.has.has(feature);
  }

  /** The fold that `i` means here. */
  get fold(): Exclude<RegexCase, 'exact'> {
    return this.flags.u ? this.#wholeFold : 'ascii';
  }

  /** The fold that `i` means where no flag says otherwise. */
  get #wholeFold(): Exclude<RegexCase, 'exact'> {
    const { caseRule } = this.options;
    return caseRule === 'exact' ? (this.options.inlineCase ?? this.syntax.inlineCase) : caseRule;
  }

  /** A set as the flags in force want it; remembers whether the fold made a difference anywhere. */
  folding(set: CharSet): CharSet {
    this.#ranges += set.length;
    if (this.#ranges > MAX_RANGES) this.cursor.fail('regex/too-complex', { limit: MAX_RANGES });
    const closed = isClosedUnder(this.fold, set);
    if (closed && isClosedUnder(this.#wholeFold, set)) return set;
    if (this.flags.i) this.#folds.add(this.fold);
    else this.#unfolded = true;
    return this.flags.i && !closed ? closeUnder(this.fold, set) : set;
  }

  literal(code: number): Chars {
    const set = [{ from: code, to: code }];
    const folded = this.folding(set);
    return folded === set ? chars(set) : chars(folded, code);
  }

  set(set: CharSet, negated = false): Chars {
    return chars(negated ? complement(this.folding(set)) : this.folding(set));
  }

  /** The fold under which the whole pattern stands: part of a pattern under `i`, or parts under different folds, leave it `exact`. */
  get caseRule(): RegexCase {
    const [fold, other] = this.#folds;
    if (this.#unfolded || other !== undefined) return 'exact';
    return fold ?? this.options.caseRule;
  }

  /** A back-reference, which may stand before its group. */
  reference(to: number | string, start: number): RegexNode {
    this.#references.push({ to, start, end: this.cursor.at });
    return { kind: 'backreference', to };
  }

  /** Ends the parse at a reference to a group that is not there. */
  checkReferences(): void {
    for (const { to, start, end } of this.#references) {
      if (typeof to === 'number' ? to >= 1 && to <= this.groups : this.names.has(to)) continue;
      this.cursor.at = end;
      this.cursor.fail('regex/unknown-group', { name: String(to) }, start);
    }
  }

  unsupported(construct: string, start: number): never {
    return this.cursor.fail('regex/unsupported-syntax', { construct, flavour: this.options.flavour }, start);
  }
}
