import { EOF, type IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Slice } from '../../src/text/slice.ts';
import type { SigmaCondition } from './ast.ts';
import { MAX_DEPTH, tooDeep } from './depth.ts';
import { SigmaConditionParser } from './parser.ts';
import { tokenize } from './tokens.ts';

/** `ast` is there iff the text is a condition. */
export interface SigmaConditionParse {
  readonly ast?: SigmaCondition;
  readonly diagnostics: readonly Diagnostic[];
}

let instance: SigmaConditionParser | undefined;
/** One parser for all texts, built when the first one comes. */
function theParser(): SigmaConditionParser {
  instance ??= new SigmaConditionParser();
  return instance;
}

const KEYWORD = /^(?:and|or|not|of)$/i;

/** Why a token fits nowhere. `AND` is a plain name to the grammar, so it or the name behind it is what does not fit. */
function explain(token: IToken, previous: IToken | undefined, expected: string, slice: Slice): Diagnostic {
  for (const word of [token, previous])
    if (word && KEYWORD.test(word.image) && word.image !== word.image.toLowerCase())
      return diagnostic('sigma/keyword-case', { word: word.image }, spanOf(word, slice));
  const atEnd = token.tokenType === EOF;
  const end = slice.text.trimEnd().length;
  const span = atEnd ? slice.span(end, end) : spanOf(token, slice);
  return diagnostic('sigma/condition-syntax', { expected, ...(!atEnd && { found: token.image }) }, span);
}

const spanOf = ({ startOffset, image }: IToken, slice: Slice) => slice.span(startOffset, startOffset + image.length);

function read(tokens: IToken[], slice: Slice): SigmaConditionParse {
  const parser = theParser();
  const { value, problems } = parser.read(tokens, slice);
  const [error] = parser.errors;
  if (!error) return { ...(value && problems.length === 0 && { ast: value }), diagnostics: problems };
  const at = error.token.tokenType === EOF ? tokens.length : tokens.indexOf(error.token);
  return { diagnostics: [...problems, explain(error.token, tokens[at - 1], error.message, slice)] };
}

/** Reads a condition over names: of search identifiers in a detection or filter, of rules in a correlation. Never throws. */
export function parseSigmaCondition(slice: Slice): SigmaConditionParse {
  const { tokens, aggregation, strays } = tokenize(slice.text);
  if (aggregation) return { diagnostics: [diagnostic('sigma/aggregation', {}, spanOf(aggregation, slice))] };
  const [stray] = strays;
  if (stray) return { diagnostics: [diagnostic('sigma/stray', { text: stray.image }, spanOf(stray, slice))] };
  const deep = tooDeep(tokens);
  if (deep) return { diagnostics: [diagnostic('sigma/too-deep', { max: MAX_DEPTH }, spanOf(deep, slice))] };
  return read(tokens, slice);
}
