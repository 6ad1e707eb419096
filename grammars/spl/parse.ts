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
  ImplicitSearch,
  lexerDefinition,
  Macro,
  type Mode,
  Not,
  OpenEval,
  OpenParen,
  OpenSub,
  ResetOpen,
} from './tokens.ts';

/** A tree, or the reasons why there is none. */
export type Parsed<T> =
  | { readonly tree: T; readonly diagnostics: readonly [] }
  | { readonly tree?: undefined; readonly diagnostics: readonly Diagnostic[] };

/** Brackets and NOTs inside each other. The parser descends by calls, so the stack of the machine bounds this. */
export const MAX_NESTING = 100;
/** Characters. Splunk itself refuses a search of this length long before. */
export const MAX_LENGTH = 1_000_000;

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

const spanIn = (source: SourceText, shift: number, start: number, length: number): Span => ({
  source,
  start: shift + start,
  end: shift + start + length,
});

const endOf = (source: SourceText): number => source.text.length;

interface Piece {
  readonly source: SourceText;
  readonly text: string;
  /** Where the text starts in the source. */
  readonly shift: number;
}

const whole = (source: SourceText): Piece => ({ source, text: source.text, shift: 0 });

function lexed({ source, text, shift }: Piece, mode: Mode): Parsed<IToken[]> {
  if (text.length > MAX_LENGTH) return { diagnostics: [diagnostic('spl/too-long', { limit: MAX_LENGTH })] };
  const { tokens, errors } = lexer.tokenize(text, mode);
  const [error] = errors;
  if (error) {
    const span = spanIn(source, shift, error.offset, 1);
    return { diagnostics: [diagnostic('spl/character', { found: text[error.offset] ?? '' }, span)] };
  }
  const macro = tokens.find((token) => token.tokenType === Macro);
  if (macro)
    return {
      diagnostics: [
        diagnostic('spl/macro', { name: macro.image }, spanIn(source, shift, macro.startOffset, macro.image.length)),
      ],
    };
  const deep = tooDeep(tokens);
  if (deep)
    return {
      diagnostics: [diagnostic('spl/too-deep', { limit: MAX_NESTING }, spanIn(source, shift, deep.startOffset, 1))],
    };
  return { tree: tokens, diagnostics: [] };
}

function parsed<T>(piece: Piece, mode: Mode, rule: () => T, skip: number): Parsed<T> {
  const input = lexed(piece, mode);
  if (!input.tree) return input;
  splParser.source = piece.source;
  splParser.shift = piece.shift;
  splParser.input = input.tree.slice(skip);
  const tree = rule();
  const [error] = splParser.errors;
  if (!error) return { tree, diagnostics: [] };
  const { startOffset, image } = error.token;
  const atEnd = Number.isNaN(startOffset) || image === '';
  const start = atEnd ? piece.text.length : startOffset;
  const span = spanIn(piece.source, piece.shift, Math.min(start, endOf(piece.source)), atEnd ? 0 : image.length);
  return { diagnostics: [diagnostic('spl/syntax', { found: atEnd ? '' : image, expected: error.message }, span)] };
}

/** Parses a whole search. Macros must have been replaced before. */
export function parseSpl(source: SourceText): Parsed<Pipeline> {
  return parsed(whole(source), 'command', () => splParser.query(), 0);
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
  const result = parsed({ source: new SourceText(at.source.path, text), text, shift: 0 }, mode, rule, 0);
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
    .tokens.filter((token) => token.tokenType === Macro && token.tokenType !== ImplicitSearch)
    .map((token) => ({
      name: token.image.slice(1, -1),
      start: token.startOffset,
      end: token.startOffset + token.image.length,
    }));
}
