import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Slice } from '../text/slice.ts';
import { Cursor, Stop } from './cursor.ts';
import { perlFlavours } from './flavours.ts';
import { parseLucene } from './parse-lucene.ts';
import type { ParseOptions } from './parse-options.ts';
import { parsePerl } from './parse-pcre.ts';
import { PerlContext } from './perl-context.ts';
import type { Regex } from './tree.ts';

/** `regex` is absent where a diagnostic is an error. */
export interface Parsed {
  readonly regex?: Regex;
  readonly diagnostics: readonly Diagnostic[];
}

/** PCRE2 stops at 64k code units of compiled pattern, Elasticsearch at 1,000 characters by default. */
const MAX_LENGTH = 20_000;

function parseWith(cursor: Cursor, options: ParseOptions): Pick<Regex, 'node' | 'caseRule'> {
  const { flavour, caseRule } = options;
  if (cursor.text.length > MAX_LENGTH) {
    cursor.fail('regex/too-long', { length: cursor.text.length, limit: MAX_LENGTH });
  }
  if (flavour === 'lucene') return { node: parseLucene(cursor, caseRule), caseRule };
  const syntax = perlFlavours[flavour];
  if (syntax === undefined) return cursor.fail('regex/unsupported-syntax', { construct: 'reading', flavour });
  const context = new PerlContext(cursor, syntax, options);
  const node = parsePerl(context);
  context.checkReferences();
  return { node, caseRule: context.caseRule };
}

/**
 * Reads a text as a regular expression. The first error ends the reading; it is located in the file the slice was cut from.
 * The tree is at most some hundred levels deep, whatever the text.
 */
export function parseRegex(slice: Slice, options: ParseOptions): Parsed {
  const cursor = new Cursor(slice);
  const { flavour, anchoring } = options;
  try {
    const regex: Regex = { ...parseWith(cursor, options), anchoring, source: slice.text, flavour };
    return { regex, diagnostics: cursor.warnings };
  } catch (error) {
    if (error instanceof Stop) return { diagnostics: [...cursor.warnings, error.found] };
    throw error;
  }
}
