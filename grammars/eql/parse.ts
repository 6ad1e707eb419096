import { EOF, type IToken, type ParserMethod } from 'chevrotain';
import type { Code } from '../../src/diagnostics/catalog/index.ts';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Slice } from '../../src/text/slice.ts';
import type { EqlExpression, EqlStatement } from './ast.ts';
import { MAX_DEPTH, tooDeep } from './depth.ts';
import { explain } from './explain.ts';
import { lexicalFaults } from './lexical-faults.ts';
import { EqlParser } from './parser.ts';
import { type Region, regionsBehind } from './resume.ts';
import { tokenize } from './tokens.ts';
import { withoutTrailingCommas } from './trailing-comma.ts';

/** What the grammar takes and Elasticsearch refuses right behind it: these errors come with an `ast`. */
const READABLE: ReadonlySet<Code> = new Set<Code>(['eql/join-unsupported', 'eql/key-count', 'eql/trailing-comma']);

/** `ast` is there iff the text is EQL by its grammar; it may still be refused. */
export interface EqlParse<T> {
  readonly ast?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** A token without its place. */
export interface EqlToken {
  readonly kind: string;
  readonly image: string;
}

/** A hostile file has an error at every character; nobody reads more than these. */
const MAX_DIAGNOSTICS = 100;

let instance: EqlParser | undefined;
/** One parser for all texts, built when the first one comes: analysing the grammar takes longer than a thousand rules. */
function theParser(): EqlParser {
  instance ??= new EqlParser();
  return instance;
}

interface Reading<T> {
  readonly value: T | undefined;
  readonly problems: readonly Diagnostic[];
  /** The index of the token that did not fit. */
  readonly failed: number | undefined;
}

function read<T>(parser: EqlParser, rule: ParserMethod<[], T>, tokens: IToken[], slice: Slice): Reading<T> {
  const { value, problems } = parser.read(rule, tokens, slice);
  const [error] = parser.errors;
  if (!error) return { value, problems, failed: undefined };
  const failed = error.token.tokenType === EOF ? tokens.length : tokens.indexOf(error.token);
  return { value: undefined, problems: [...problems, explain(error, tokens, failed, slice)], failed };
}

/** Claims about the whole query, which terms that could not be read may belie. */
const WHOLE: ReadonlySet<Code> = new Set<Code>(['eql/too-few-terms', 'eql/no-positive-term']);

/** Reads a statement; behind an error it goes on with the terms and pipes that can be told apart. */
function readStatement(tokens: IToken[], slice: Slice): Reading<EqlStatement> {
  const parser = theParser();
  const { value, problems, failed } = read(parser, parser.statement, tokens, slice);
  if (failed === undefined) return { value, problems, failed };
  const rules: { readonly [K in Region['kind']]: ParserMethod<[], unknown> } = { term: parser.term, pipe: parser.pipe };
  const all = problems.filter(({ code }) => !WHOLE.has(code));
  for (const region of regionsBehind(tokens, failed)) {
    if (all.length > MAX_DIAGNOSTICS) break;
    all.push(...read(parser, rules[region.kind], region.tokens, slice).problems);
  }
  return { value, problems: all, failed };
}

function readExpression(tokens: IToken[], slice: Slice): Reading<EqlExpression> {
  const parser = theParser();
  return read(parser, parser.expression, tokens, slice);
}

/** In the order of the text, and no more than a person reads. */
function presented(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  if (sorted.length <= MAX_DIAGNOSTICS) return sorted;
  return [...sorted.slice(0, MAX_DIAGNOSTICS), diagnostic('eql/more-errors', { shown: MAX_DIAGNOSTICS })];
}

function depthProblem(tokens: readonly IToken[], slice: Slice): Diagnostic | undefined {
  const deep = tooDeep(tokens);
  const span = deep && slice.span(deep.startOffset, deep.startOffset + deep.image.length);
  return span && diagnostic('eql/too-deep', { max: MAX_DEPTH }, span);
}

function parse<T>(readAll: (tokens: IToken[], slice: Slice) => Reading<T>, slice: Slice): EqlParse<T> {
  const lexed = tokenize(slice.text);
  const { diagnostics: faults, trusted } = lexicalFaults(lexed, slice);
  const deep = depthProblem(lexed.tokens, slice);
  if (deep) return { diagnostics: presented([...faults, deep]) };
  const { tokens, warnings } = withoutTrailingCommas(lexed.tokens, slice);
  const { value, problems } = readAll(tokens, slice);
  const bound = trusted === undefined ? Number.POSITIVE_INFINITY : slice.fileOffset(trusted);
  const diagnostics = [...faults, ...[...warnings, ...problems].filter(({ span }) => (span?.start ?? 0) < bound)];
  const readable = value !== undefined && diagnostics.every(({ code }) => READABLE.has(code));
  return { ...(readable && { ast: value }), diagnostics: presented(diagnostics) };
}

/** Reads a whole query: event query, sequence, sample or join, and its pipes. */
export function parseEqlStatement(slice: Slice): EqlParse<EqlStatement> {
  return parse(readStatement, slice);
}

/** Reads a condition or value alone, as it stands behind `where`. */
export function parseEqlExpression(slice: Slice): EqlParse<EqlExpression> {
  return parse(readExpression, slice);
}

/** The tokens without blanks and comments: two queries with the same ones say the same. */
export function eqlTokens(slice: Slice): readonly EqlToken[] {
  return tokenize(slice.text).tokens.map(({ tokenType, image }) => ({ kind: tokenType.name, image }));
}
