import { diagnostic } from '../diagnostics/diagnostic.ts';
import { Slice } from '../text/slice.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import type { Reading } from './envelope.ts';
import { NO_SURROUNDINGS } from './surroundings.ts';

/** A query alone says nothing of its rule. */
const UNKNOWN = ['event_category_override', 'timestamp_field', 'tiebreaker_field', 'filters', 'exceptions_list'];

function read(source: SourceText): Reading {
  const query = Slice.verbatim(source, source.text.startsWith('\ufeff') ? 1 : 0);
  const span = query.span(0, query.text.length);
  if (query.text.trim() === '') {
    return { envelopes: [], diagnostics: [diagnostic('container/no-rule', { expected: 'an EQL query' }, span)] };
  }
  const metadata = { sourcePath: source.path };
  return {
    envelopes: [
      {
        container: 'eql',
        language: 'eql',
        ruleType: 'eql',
        query,
        metadata,
        surroundings: NO_SURROUNDINGS,
        unknown: UNKNOWN,
        span,
      },
    ],
    diagnostics: [],
  };
}

const BLANK = /\s+|\/\/.*|\/\*[\s\S]*?\*\//y;
const START = /(?:"[^"\n]*"|[a-z_][\w.]*)\s+where\s|(?:sequence|sample|join)\s/y;

/** The offset of the first character that is neither blank nor comment. */
function firstWord(text: string): number {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (BLANK.lastIndex = at; BLANK.test(text); at = BLANK.lastIndex);
  return at;
}

function looksLike(text: string): boolean {
  START.lastIndex = firstWord(text);
  return START.test(text);
}

/** EQL text and nothing else. */
export const eql: Container = {
  id: 'eql',
  title: 'EQL text',
  names: /\.eql$/i,
  looksLike,
  read,
};
