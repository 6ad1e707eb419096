import type { Pattern } from '../../src/ir/pattern.ts';
import type { RegexMatch } from '../../src/ir/value.ts';
import { asPattern } from '../../src/regex/literals.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import type { Regex } from '../../src/regex/tree.ts';
import type { Frag } from '../../src/target/frag.ts';
import { samplePattern } from './sample.ts';
import { note, refused, type Scope } from './scope.ts';
import { anyOf, fitsPattern } from './text.ts';

/** A text that fits one of the patterns and not the expression, where one is found. */
function lineFeedIn(regex: Regex, patterns: readonly Pattern[]): string {
  const samples = patterns.map((parts) => samplePattern(parts, '\n'));
  const matcher = compileMatcher(regex);
  const found = typeof matcher === 'function' ? samples.find((text) => !matcher(text)) : undefined;
  return found ?? samples[0] ?? '';
}

/** The expression as patterns, where it is no more than that and where nothing or nobody better can read it. */
function plainPatterns(scope: Scope, node: RegexMatch, regex: Regex): readonly Pattern[] | undefined {
  const found = asPattern(regex);
  if (!found?.assumesOneLine) return found?.patterns;
  if (scope.dialect.regex.requires === undefined) return undefined;
  note(scope, 'regex', node, {
    assumption: 'text/one-line',
    why: 'a dot of the expression is written as a wildcard, which takes line feeds too',
    witness: lineFeedIn(regex, found.patterns),
  });
  return found.patterns;
}

function search(scope: Scope, node: RegexMatch, regex: Regex, text: Frag): Frag {
  const { regex: forms, lexical } = scope.dialect;
  const printed = printRegex(regex, forms.flavour);
  if ('unsupported' in printed) return refused(scope, 'regex', printed.unsupported);
  for (const caveat of forms.caveats) note(scope, 'regex', node, caveat);
  if (forms.requires) scope.requires.add(forms.requires);
  return forms.search(text, lexical.text(printed.text));
}

/** The subject, which is text, fits one of the regular expressions; simple ones are written as patterns. */
export function emitRegex(scope: Scope, node: RegexMatch, text: Frag): Frag {
  const tests = node.regexes.map((regex) => {
    const patterns = plainPatterns(scope, node, regex);
    if (!patterns || regex.caseRule === 'unicode') return search(scope, node, regex, text);
    return fitsPattern(scope, node, text, patterns, regex.caseRule);
  });
  return anyOf(tests, scope.dialect.longestChain);
}
