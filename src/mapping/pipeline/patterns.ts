import { diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { entryOf } from '../../formats/located.ts';
import { takeText } from '../../formats/take.ts';
import { parseRegex } from '../../regex/parse.ts';
import { isBacktrackSafe } from '../../regex/safety.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';
import { needed } from '../files/keys.ts';
import type { Source } from './pipeline.ts';

/**
 * A regular expression of a pipeline, which is one of Python's `re`. It is run as JavaScript's; one on which that could go astray is
 * refused.
 */
export function takePattern({ map, found }: Source, key: string, what: string): RegExp | undefined {
  const text = needed(map, key, what, takeText, found);
  const node = entryOf(map, key)?.value;
  if (text === undefined || !node) return undefined;
  const slice = (node.kind === 'scalar' ? node.slice : undefined) ?? Slice.verbatim(new SourceText('pattern', text));
  const { regex, diagnostics } = parseRegex(slice, { flavour: 'pcre', anchoring: 'search', caseRule: 'exact' });
  found.push(...diagnostics);
  if (!regex || diagnostics.some(isError)) return undefined;
  if (!isBacktrackSafe(regex)) {
    found.push(diagnostic('mapping/slow-pattern', { pattern: text }, node.span));
    return undefined;
  }
  try {
    return new RegExp(text, 'g');
  } catch {
    // What parses here and not there is spelt in a way that JavaScript lacks.
    found.push(diagnostic('mapping/other-pattern', { pattern: text }, node.span));
    return undefined;
  }
}

/** Python's `re.match`: from the start of the text. */
export function matchesStart(pattern: RegExp, text: string): boolean {
  const sticky = new RegExp(pattern.source, 'y');
  return sticky.test(text);
}

/** Python's `re.sub` with its references `\1` and `\g<1>`. */
export function replaced(pattern: RegExp, replacement: string, text: string): string {
  const template = replacement
    .replaceAll('$', '$$$$')
    .replace(/\\g<(\w+)>|\\(\d)/g, (_, name: string | undefined, digit: string | undefined) =>
      name !== undefined && /\D/.test(name) ? `$<${name}>` : `$${name ?? digit ?? ''}`,
    )
    .replaceAll('\\\\', '\\');
  return text.replace(pattern, template);
}
