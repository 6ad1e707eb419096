import { fold } from '../../functions/scalar.ts';
import { type Pattern, pattern } from '../../ir/pattern.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Respelling } from '../definition.ts';
import { pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { hasValue, matches, textsOf } from './texts.ts';

/** The source's spelling of a target's text; platforms write these words in their own case, so it does not count. */
export function sourceSpelling(text: string, respellings: readonly Respelling[]): string {
  const found = respellings.find(({ target }) => fold(text, 'simple').startsWith(fold(target, 'simple')));
  return found ? found.source + text.slice(found.target.length) : text;
}

/** Whether a text may begin inside the beginning in one spelling and not in the other. */
function overlaps(text: string, { source, target }: Respelling, caseRule: CaseRule): boolean {
  const [needle, one, other] = [fold(text, caseRule), fold(source, caseRule), fold(target, caseRule)];
  if (one.includes(needle) !== other.includes(needle)) return true;
  for (let length = 1; length < needle.length; length++) {
    const start = needle.slice(0, length);
    if (one.endsWith(start) !== other.endsWith(start)) return true;
  }
  return false;
}

type Spelled = Pattern | 'never' | { readonly refused: string };

const OPEN = 'a wildcard stands inside a beginning that the target writes in another way';

/** A pattern that begins with text. */
function spelledText(text: string, rest: Pattern, respellings: readonly Respelling[], caseRule: CaseRule): Spelled {
  const begins = (whole: string, start: string): boolean => fold(whole, caseRule).startsWith(fold(start, caseRule));
  const found = respellings.find(({ source }) => begins(text, source));
  if (found) return pattern([{ kind: 'lit', text: found.target + text.slice(found.source.length) }, ...rest]);
  const isChanged = respellings.filter(({ source, target }) => source !== target);
  // The source never writes the target's spelling.
  if (isChanged.some(({ target }) => begins(text, target))) return 'never';
  const isOpen = rest.length > 0 && isChanged.some((one) => begins(one.source, text) || begins(one.target, text));
  return isOpen ? { refused: OPEN } : pattern([{ kind: 'lit', text }, ...rest]);
}

/** A pattern in the target's spelling, or why there is none. */
function targetPattern(parts: Pattern, respellings: readonly Respelling[], caseRule: CaseRule): Spelled {
  const [first, ...rest] = parts;
  if (first?.kind === 'lit') return spelledText(first.text, rest, respellings, caseRule);
  const next = rest.find((part) => part.kind === 'lit');
  if (next && respellings.some((one) => overlaps(next.text, one, caseRule))) {
    return { refused: `"${next.text}" may lie in a beginning that the target writes in another way` };
  }
  // A character or more of the beginning is asked for, and the spellings differ in length.
  return first?.kind === 'one' && respellings.length > 0 ? { refused: OPEN } : parts;
}

export function targetPatterns(
  patterns: readonly Pattern[],
  respellings: readonly Respelling[],
  caseRule: CaseRule,
): readonly Pattern[] | { readonly refused: string } {
  const out: Pattern[] = [];
  for (const one of patterns) {
    const spelled = targetPattern(one, respellings, caseRule);
    if (typeof spelled === 'object' && 'refused' in spelled) return spelled;
    if (spelled !== 'never') out.push(spelled);
  }
  return out;
}

/** A column that writes some beginnings in another way: `HKEY_LOCAL_MACHINE\` for `HKLM\`. */
export const respelled: DefinitionKind<'respelled'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column, respellings }, read) => textsOf(read(column)).map((text) => sourceSpelling(text, respellings)),
  push: ({ column, respellings }, test) => {
    if (test.kind === 'present') return pushed(hasValue(column));
    if (test.kind === 'other')
      return refused(`only a comparison with texts can be asked of ${column.name}, which is spelt in another way`);
    const patterns = targetPatterns(test.patterns, respellings, test.caseRule);
    return 'refused' in patterns ? refused(patterns.refused) : pushed(matches(column, patterns, test.caseRule));
  },
};
