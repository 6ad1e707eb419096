import type { IToken, ParserMethod } from 'chevrotain';
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

/** What the grammar takes and Elasticsearch refuses right behind it: these errors come with an `ast`. */
const READABLE: ReadonlySet<Code> = new Set<Code>(['eql/join-unsupported', 'eql/key-count']);

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

const parser = new EqlParser();

function readRegion<T>(rule: ParserMethod<[], T>, tokens: IToken[], slice: Slice) {
  const { value, problems } = parser.read(rule, tokens, slice);
  const [error] = parser.errors;
  return { value, problems: error ? [...problems, explain(error, tokens, slice)] : problems, error };
}

/** Reads on behind an error, as long as terms and pipes can be told apart. */
function readOn(tokens: IToken[], failed: number, slice: Slice): Diagnostic[] {
  const rules: { readonly [K in Region['kind']]: ParserMethod<[], unknown> } = { term: parser.term, pipe: parser.pipe };
  return regionsBehind(tokens, failed).flatMap(
    (region) => readRegion(rules[region.kind], region.tokens, slice).problems,
  );
}

/** In the order of the text, and no more than a person reads. */
function presented(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  if (sorted.length <= MAX_DIAGNOSTICS) return sorted;
  const more = sorted.length - MAX_DIAGNOSTICS;
  return [...sorted.slice(0, MAX_DIAGNOSTICS), diagnostic('eql/more-errors', { more })];
}

function depthProblem(tokens: readonly IToken[], slice: Slice): Diagnostic | undefined {
  const deep = tooDeep(tokens);
  const span = deep && slice.span(deep.startOffset, deep.startOffset + deep.image.length);
  return span && diagnostic('eql/too-deep', { max: MAX_DEPTH }, span);
}

function parse<T>(rule: ParserMethod<[], T>, slice: Slice): EqlParse<T> {
  const lexed = tokenize(slice.text);
  const { diagnostics: faults, trusted } = lexicalFaults(lexed, slice);
  const tooDeep = depthProblem(lexed.tokens, slice);
  if (tooDeep) return { diagnostics: presented([...faults, tooDeep]) };
  const { value, problems, error } = readRegion(rule, lexed.tokens, slice);
  const more = error ? readOn(lexed.tokens, lexed.tokens.indexOf(error.token), slice) : [];
  const bound = slice.fileOffset(trusted);
  const syntax = [...problems, ...more].filter(
    ({ span }) => trusted === Number.POSITIVE_INFINITY || !span || span.start < bound,
  );
  const diagnostics = [...faults, ...syntax];
  const readable = value !== undefined && diagnostics.every(({ code }) => READABLE.has(code));
  return { ...(readable && { ast: value }), diagnostics: presented(diagnostics) };
}

/** Reads a whole query: event query, sequence, sample or join, and its pipes. */
export function parseEqlStatement(slice: Slice): EqlParse<EqlStatement> {
  return parse(parser.statement, slice);
}

/** Reads a condition or value alone, as it stands behind `where`. */
export function parseEqlExpression(slice: Slice): EqlParse<EqlExpression> {
  return parse(parser.expression, slice);
}

/** The tokens without blanks and comments: two queries with the same ones say the same. */
export function eqlTokens(slice: Slice): readonly EqlToken[] {
  return tokenize(slice.text).tokens.map(({ tokenType, image }) => ({ kind: tokenType.name, image }));
}
