import { compileMatcher } from '../../regex/matcher.ts';
import { parseRegex } from '../../regex/parse.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';

const matchers = new Map<string, (text: string) => boolean>();

function compiled(pattern: string): (text: string) => boolean {
  const { regex } = parseRegex(Slice.verbatim(new SourceText('regexp', pattern)), {
    flavour: 'pcre',
    anchoring: 'search',
    caseRule: 'exact',
  });
  const matcher = regex && compileMatcher(regex);
  if (typeof matcher !== 'function') throw new Error(matcher?.unsupported ?? `not a regular expression: ${pattern}`);
  return matcher;
}

/** The REGEXP that SQL for SQLite asks for (`requires`): is the expression, in PCRE's syntax, found in the text? */
export function regexp(pattern: string, text: string): boolean {
  const matcher = matchers.get(pattern) ?? compiled(pattern);
  matchers.set(pattern, matcher);
  return matcher(text);
}
