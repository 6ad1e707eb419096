import { EOF, type IRecognitionException, type IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Slice } from '../../src/text/slice.ts';
import { cover, type Span } from '../../src/text/source-text.ts';
import * as t from './tokens.ts';

/** A token that fits nowhere, with what a person needs to see why. */
interface Failure {
  readonly token: IToken;
  readonly previous: IToken | undefined;
  readonly expected: string;
  /** Chevrotain's name for the kind of failure. */
  readonly error: string;
  /** The rule that failed, and the one that asked for it. */
  readonly rule: string;
  readonly caller: string;
  readonly span: Span;
  readonly previousSpan: Span;
}

const WORDS = new Set(
  'and any by false in join like maxspan not null of or regex sample sequence true until where with'.split(' '),
);

const isWord = (token: IToken): boolean => WORDS.has(token.image);
const BEFORE_PATTERN = [t.Match, t.LeftParen, t.Comma];
const JOINING = [t.Sequence, t.Sample, t.Join];

function trailingComma(at: Failure): Diagnostic | undefined {
  if (at.token.tokenType !== t.RightParen || at.previous?.tokenType !== t.Comma) return undefined;
  return diagnostic('eql/trailing-comma', {}, at.previousSpan);
}

/** `AND` is a plain name; it is taken as one, and the word behind it is what does not fit. */
function keywordCase(at: Failure): Diagnostic | undefined {
  for (const [token, span] of [
    [at.token, at.span],
    [at.previous, at.previousSpan],
  ] as const) {
    const keyword = token?.image.toLowerCase() ?? '';
    if (token?.tokenType === t.Name && WORDS.has(keyword)) {
      return diagnostic('eql/keyword-case', { found: token.image, keyword }, span);
    }
  }
  return undefined;
}

function fork(at: Failure): Diagnostic | undefined {
  if (at.token.image !== 'fork' || at.previous?.tokenType !== t.Close) return undefined;
  return diagnostic('eql/fork-unsupported', {}, at.span);
}

function doubleBar(at: Failure): Diagnostic | undefined {
  if (at.token.tokenType !== t.Pipe || at.previous?.tokenType !== t.Pipe) return undefined;
  return diagnostic('eql/c-operator', { found: '||', instead: 'or' }, cover(at.previousSpan, at.span));
}

function tildeName(at: Failure): Diagnostic | undefined {
  for (const [token, span] of [
    [at.token, at.span],
    [at.previous, at.previousSpan],
  ] as const) {
    if (token?.tokenType === t.TildeName) return diagnostic('eql/tilde-name', { name: token.image }, span);
  }
  return undefined;
}

function category(at: Failure): Diagnostic | undefined {
  const type = at.token.tokenType;
  if (type === t.Where && at.previous && JOINING.includes(at.previous.tokenType)) {
    return diagnostic('eql/keyword-as-category', { keyword: at.previous.image }, at.previousSpan);
  }
  if (at.rule !== 'category' && at.rule !== 'query') return undefined;
  if (type === t.Question) return diagnostic('eql/category-optional', {}, at.span);
  if (type === t.QuotedName) return diagnostic('eql/category-in-backticks', {}, at.span);
  return type === t.Where ? diagnostic('eql/category-missing', {}, at.span) : undefined;
}

function patternNotConstant(at: Failure): Diagnostic | undefined {
  const inPatterns = at.rule === 'patterns' || (at.rule === 'literal' && at.caller === 'patterns');
  const atStart = at.previous !== undefined && BEFORE_PATTERN.includes(at.previous.tokenType);
  if (!inPatterns || !atStart || at.token.tokenType === EOF) return undefined;
  return diagnostic('eql/pattern-not-constant', {}, at.span);
}

/** Rules that fail where a name or a value could stand. */
const NAMING = new Set(['category', 'query', 'keys', 'name', 'condition', 'conjunction', 'test']);

function keywordAsName(at: Failure): Diagnostic | undefined {
  if (!isWord(at.token) || !NAMING.has(at.rule)) return undefined;
  return diagnostic('eql/keyword-as-name', { keyword: at.token.image, expected: at.expected }, at.span);
}

/** Where one query is complete, something follows that belongs to no query. */
function unexpectedRest(at: Failure): Diagnostic | undefined {
  if (at.error !== 'NotAllInputParsedException') return undefined;
  return diagnostic('eql/unexpected-rest', { found: at.token.image }, at.span);
}

function unexpectedEnd(at: Failure): Diagnostic | undefined {
  return at.token.tokenType === EOF ? diagnostic('eql/unexpected-end', { expected: at.expected }, at.span) : undefined;
}

/** Misuses that people bring from other languages and dialects; the first that fits names the error. */
const misuses: readonly ((at: Failure) => Diagnostic | undefined)[] = [
  trailingComma,
  keywordCase,
  fork,
  doubleBar,
  tildeName,
  category,
  patternNotConstant,
  keywordAsName,
  unexpectedEnd,
  unexpectedRest,
];

const endOf = (token: IToken | undefined): number => (token ? token.startOffset + token.image.length : 0);

/** The end of the text has no place of its own: it is behind the last token. */
function failureOf(error: IRecognitionException, previous: IToken | undefined, slice: Slice): Failure {
  const { token, message, context } = error;
  const start = token.tokenType === EOF ? endOf(previous) : token.startOffset;
  return {
    token,
    previous,
    expected: message,
    error: error.name,
    rule: context.ruleStack.at(-1) ?? '',
    caller: context.ruleStack.at(-2) ?? '',
    span: slice.span(start, token.tokenType === EOF ? start : endOf(token)),
    previousSpan: slice.span(previous?.startOffset ?? 0, endOf(previous)),
  };
}

/** Says what is wrong where the parser gave up: at `tokens[failed]`, or behind the last of them. */
export function explain(
  error: IRecognitionException,
  tokens: readonly IToken[],
  failed: number,
  slice: Slice,
): Diagnostic {
  const failure = failureOf(error, tokens[failed - 1], slice);
  for (const misuse of misuses) {
    const found = misuse(failure);
    if (found) return found;
  }
  const { token, expected, span } = failure;
  return diagnostic('eql/unexpected-token', { found: token.image, expected }, span);
}
