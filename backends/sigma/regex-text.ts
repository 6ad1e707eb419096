import { sameNode } from '../../src/ir/equal.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import { sigmaOptions } from '../../src/regex/sigma-options.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';

/** The value of `re` and the letters of the modifiers behind it. */
export interface Spelling {
  readonly text: string;
  readonly flags: string;
}

const FLAGS = ['', 's', 'm', 'ms'];

/** The author's own text and the modifiers with which it reads as the same tree. The tree does not keep what the modifiers were. */
function asWritten(regex: Regex): Spelling | undefined {
  const { source: text, flavour, anchoring, caseRule } = regex;
  if (flavour !== 'pcre' || anchoring !== 'search') return undefined;
  const slice = Slice.verbatim(new SourceText('re', text));
  const letters = caseRule === 'exact' ? FLAGS : [...FLAGS, ...FLAGS.map((flags) => `i${flags}`)];
  const flags = letters.find((one) => {
    const [ignoreCase, multiline, dotAll] = ['i', 'm', 's'].map((letter) => one.includes(letter));
    const options = sigmaOptions({
      ignoreCase: ignoreCase === true,
      multiline: multiline === true,
      dotAll: dotAll === true,
    });
    return sameNode(parseRegex(slice, options).regex, regex);
  });
  return flags === undefined ? undefined : { text, flags };
}

/** A regular expression as Sigma says it: as it was written where that reads as the same tree, else the tree printed. */
export const spelling = (regex: Regex): Spelling | { readonly unsupported: string } =>
  asWritten(regex) ?? printRegex(regex, 'sigma');
