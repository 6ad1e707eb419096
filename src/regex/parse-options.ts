import type { Regex, RegexCase, RegexFlavour } from './tree.ts';

/** How a text is to be read as a regular expression. */
export interface ParseOptions {
  readonly flavour: RegexFlavour;
  readonly anchoring: Regex['anchoring'];
  /** The fold of the whole expression; anything but `exact` is the `i` flag handed in. */
  readonly caseRule: RegexCase;
  /** What `(?i)` inside the pattern means, where it is not what the flavour's own engine does. */
  readonly inlineCase?: Exclude<RegexCase, 'exact'>;
  readonly flags?: {
    /** `m`: `^` and `$` at line ends. */
    readonly multiline?: boolean;
    /** `s`: the dot matches line ends. */
    readonly dotAll?: boolean;
    /** `x`: blanks and comments are skipped. */
    readonly extended?: boolean;
    /** `$` holds at the very end of the text only, as PCRE's DOLLAR_ENDONLY. */
    readonly dollarEndOnly?: boolean;
  };
}
