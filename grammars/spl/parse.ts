import { type IToken, Lexer } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { SourceText, type Span } from '../../src/text/source-text.ts';
import type { EvalExpr, Pipeline, SearchExpr } from './ast.ts';
import { splParser } from './parser.ts';
import {
  CloseEval,
  CloseParen,
  CloseSub,
  EvalNot,
  EvalOpen,
  lexerDefinition,
  Macro,
  type Mode,
  Not,
  OpenEval,
  OpenParen,
  OpenSub,
  Quoted,
  ResetOpen,
  Word,
} from './tokens.ts';

/** A tree, or the reasons why there is none. */
export type Parsed<T> =
  | { readonly tree: T; readonly diagnostics: readonly [] }
  | { readonly tree?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** Brackets and NOTs inside each other. The parser descends by calls, so the stack of the machine bounds this. */
export const MAX_NESTING = 100;
/** Characters. Splunk itself refuses a search of this length long before. */
const MAX_LENGTH = 1_000_000;

const lexer = new Lexer(lexerDefinition, { positionTracking: 'onlyOffset' });

const OPENING = new Set([OpenParen, OpenEval, OpenSub, EvalOpen, ResetOpen]);
const CLOSING = new Set([CloseParen, CloseEval, CloseSub]);

/** The first token that is nested too deeply. */
function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  let depth = 0;
  let nots = 0;
  for (const token of tokens) {
    nots = token.tokenType === Not || token.tokenType === EvalNot ? nots + 1 : 0;
    if (OPENING.has(token.tokenType)) depth++;
    if (CLOSING.has(token.tokenType)) depth--;
    if (depth + nots > MAX_NESTING) return token;
  }
  return undefined;
}

const isText = (token: IToken): boolean => token.tokenType === Word || token.tokenType === Quoted;

/** A quoted text and a word without a blank between them: one value or two? */
const isGlued = (before: IToken | undefined, token: IToken): boolean =>
  before !== undefined &&
  isText(before) &&
  isText(token) &&
  before.startOffset + before.image.length === token.startOffset;

const failed = (found: Diagnostic): { readonly diagnostics: readonly Diagnostic[] } => ({ diagnostics: [found] });

/** Faults that the grammar does not see. */
function fault(tokens: readonly IToken[], spanOf: (token: IToken) => Span): Diagnostic | undefined {
  const macro = tokens.find((token) => token.tokenType === Macro);
  if (macro) return diagnostic('spl/macro', { name: macro.image }, spanOf(macro));
  const glued = tokens.find((token, i) => isGlued(tokens[i - 1], token));
  if (glued) return diagnostic('spl/glued', {}, spanOf(glued));
  const deep = tooDeep(tokens);
  return deep && diagnostic('spl/too-deep', { limit: MAX_NESTING }, spanOf(deep));
}

function parsed<T>(source: SourceText, mode: Mode, rule: () => T): Parsed<T> {
  const { text } = source;
  if (text.length > MAX_LENGTH) return failed(diagnostic('spl/too-long', { limit: MAX_LENGTH }));
  const span = (start: number, length: number): Span => ({ source, start, end: start + length });
  const { tokens, errors } = lexer.tokenize(text, mode);
  const [unknown] = errors;
  if (unknown) {
    return failed(diagnostic('spl/character', { found: text[unknown.offset] ?? '' }, span(unknown.offset, 1)));
  }
  const found = fault(tokens, (token) => span(token.startOffset, token.image.length));
  if (found) return failed(found);
  splParser.source = source;
  splParser.input = tokens;
  const tree = rule();
  const [error] = splParser.errors;
  if (!error) return { tree, diagnostics: [] };
  const { startOffset, image } = error.token;
  const place = image === '' || Number.isNaN(startOffset) ? span(text.length, 0) : span(startOffset, image.length);
  return failed(diagnostic('spl/syntax', { found: image, expected: error.message }, place));
}

/** Parses a whole search. Macros must have been replaced before. */
export function parseSpl(source: SourceText): Parsed<Pipeline> {
  return parsed(source, 'command', () => splParser.query());
}

/** Parses a condition of the `search` command, as it stands inside a string: `searchmatch("…")`, `startswith="…"`. */
export function parseSearchCondition(text: string, at: Span): Parsed<SearchExpr> {
  return inside(text, at, 'args', () => splParser.searchAnd());
}

/** Parses an expression of `eval`, as it stands inside a string: `reset_before="(…)"`. */
export function parseEvalExpression(text: string, at: Span): Parsed<EvalExpr> {
  return inside(text, at, 'eval', () => splParser.expression());
}

/** A text that came out of a string has lost its places, so its faults point at the string. */
function inside<T>(text: string, at: Span, mode: Mode, rule: () => T): Parsed<T> {
  const result = parsed(new SourceText(at.source.path, text), mode, rule);
  if (result.tree !== undefined) return result;
  return { diagnostics: result.diagnostics.map((found) => ({ ...found, span: at })) };
}

/** Where macros stand, outside quotes and comments: name without the backticks, offsets with them. */
export function findMacros(
  source: SourceText,
): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  if (source.text.length > MAX_LENGTH || !source.text.includes('`')) return [];
  return lexer
    .tokenize(source.text, 'command')
    .tokens.filter((token) => token.tokenType === Macro)
    .map((token) => ({
      name: token.image.slice(1, -1),
      start: token.startOffset,
      end: token.startOffset + token.image.length,
    }));
}
