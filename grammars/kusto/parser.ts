import { EOF, type ILexingError, type IRecognitionException, type IToken, Lexer, type ParserMethod } from 'chevrotain';
import type {
  Expression,
  Lambda,
  LetStatement,
  Operator,
  Parameter,
  Place,
  QueryStatement,
  Script,
  Statement,
} from './ast.ts';
import { placeOf } from './literal-parser.ts';
import { OperatorParser } from './operator-parser.ts';
import { stringLiteralAt } from './string-literal.ts';
import type { SyntaxProblem } from './syntax-problem.ts';
import * as t from './tokens.ts';

/** Statements and pipes. */
class KustoParser extends OperatorParser {
  constructor() {
    super(t.tokens, { maxLookahead: 2, recoveryEnabled: false, nodeLocationTracking: 'none' });
    this.performSelfAnalysis();
  }

  readonly script = this.RULE('script', (): Script => {
    const statements: Statement[] = [];
    this.OPTION(() => {
      statements.push(this.SUBRULE(this.statement));
      this.MANY({
        GATE: () => !this.ahead(2, EOF),
        DEF: () => {
          this.CONSUME(t.Semicolon);
          statements.push(this.SUBRULE1(this.statement));
        },
      });
      this.OPTION1(() => this.CONSUME1(t.Semicolon));
    });
    return { statements };
  });

  private readonly statement = this.RULE(
    'statement',
    (): Statement =>
      this.OR({
        DEF: [{ ALT: () => this.SUBRULE(this.letStatement) }, { ALT: () => this.SUBRULE(this.queryStatement) }],
        // A table called `let` asks for brackets here.
        IGNORE_AMBIGUITIES: true,
      }),
  );

  private readonly queryStatement = this.RULE('queryStatement', (): QueryStatement => {
    const first = this.LA(1);
    const value = this.SUBRULE(this.pipe);
    return this.ACTION(() => ({ kind: 'query', value, at: this.since(first) }));
  });

  private readonly letStatement = this.RULE('letStatement', (): LetStatement => {
    const first = this.CONSUME(t.Let);
    const name = this.SUBRULE(this.nameGiven);
    this.CONSUME(t.Equal);
    const value = this.OR<Expression | Lambda>({
      DEF: [
        { GATE: () => this.lambdaAhead(), ALT: () => this.SUBRULE(this.lambda) },
        { ALT: () => this.SUBRULE(this.pipe) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return this.ACTION(() => ({ kind: 'let', name, value, at: this.since(first) }));
  });

  /** `view (`, `() {` or `(name:` */
  private lambdaAhead(): boolean {
    if (this.ahead(1, t.View)) return this.ahead(2, t.LParen);
    if (!this.ahead(1, t.LParen)) return false;
    if (this.ahead(2, t.RParen)) return true;
    return this.ahead(2, t.LBracket) ? this.ahead(5, t.Colon) : this.ahead(3, t.Colon);
  }

  private readonly lambda = this.RULE('lambda', (): Lambda => {
    const first = this.LA(1);
    const parameters: Parameter[] = [];
    const lets: LetStatement[] = [];
    this.OPTION(() => this.CONSUME(t.View));
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => parameters.push(this.SUBRULE(this.parameter)) });
    this.CONSUME(t.RParen);
    this.CONSUME(t.LBrace);
    this.MANY({
      GATE: () => this.ahead(1, t.Let),
      DEF: () => {
        lets.push(this.SUBRULE(this.letStatement));
        this.CONSUME(t.Semicolon);
      },
    });
    const body = this.SUBRULE(this.pipe);
    this.OPTION1(() => this.CONSUME1(t.Semicolon));
    this.CONSUME(t.RBrace);
    return this.ACTION(() => ({ kind: 'lambda', parameters, lets, body, at: this.since(first) }));
  });

  private readonly source = this.RULE(
    'source',
    (): Expression =>
      this.OR({
        DEF: [
          { ALT: () => this.SUBRULE(this.print) },
          { ALT: () => this.SUBRULE(this.rangeSource) },
          { ALT: () => this.SUBRULE(this.unionSource) },
          { ALT: () => this.SUBRULE(this.expression) },
        ],
      }),
  );

  private readonly print = this.RULE('print', (): Expression => {
    const first = this.CONSUME(t.Print);
    const values = [this.SUBRULE(this.named)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      values.push(this.SUBRULE1(this.named));
    });
    return this.ACTION(() => ({ kind: 'print', values, at: this.since(first) }));
  });

  private readonly rangeSource = this.RULE('rangeSource', (): Expression => {
    const first = this.CONSUME(t.Range);
    const name = this.CONSUME(t.NameLike);
    this.CONSUME(t.From);
    const from = this.SUBRULE(this.expression);
    this.CONSUME(t.To);
    const to = this.SUBRULE1(this.expression);
    this.CONSUME(t.Step);
    const step = this.SUBRULE2(this.expression);
    return this.ACTION(() => ({ kind: 'range', name: this.wordOf(name), from, to, step, at: this.since(first) }));
  });

  private readonly unionSource = this.RULE('unionSource', (): Expression => {
    const union = this.SUBRULE(this.union);
    return this.ACTION(() => ({ kind: 'union-source', union, at: union.at }));
  });

  protected readonly pipe: ParserMethod<[], Expression> = this.RULE('pipe', (): Expression => {
    const first = this.LA(1);
    const source = this.SUBRULE(this.source);
    const operators: Operator[] = [];
    this.MANY(() => {
      this.CONSUME(t.Bar);
      operators.push(this.SUBRULE(this.operator));
    });
    return this.ACTION(() =>
      operators.length === 0 ? source : { kind: 'pipe', source, operators, at: this.since(first) },
    );
  });
}

/** Operators of KQL that this grammar does not read: their names are known, so that the answer can say so. */
const OTHER_OPERATORS: ReadonlySet<string> = new Set([
  'as',
  'assert-schema',
  'consume',
  'evaluate',
  'externaldata',
  'facet',
  'find',
  'fork',
  'graph-match',
  'invoke',
  'macro-expand',
  'make-graph',
  'make-series',
  'mvapply',
  'mvexpand',
  'parse-kv',
  'reduce',
  'render',
  'sample',
  'sample-distinct',
  'search',
  'top-hitters',
  'top-nested',
]);
const OTHER_STATEMENTS: ReadonlySet<string> = new Set([
  'set',
  'declare',
  'alias',
  'restrict',
  'search',
  'find',
  'externaldata',
]);

/** A word and what a dash hangs on it: `make-series` is three tokens here. */
const dashedWord = (text: string, at: number): string => /^[A-Za-z_][\w-]*/.exec(text.slice(at, at + 40))?.[0] ?? '';

/** Where a statement or the head of a pipe may begin; `set` is no name, so there the reader has simply stopped. */
const HEADS: ReadonlySet<string> = new Set(['source', 'primary', 'statement']);

function unsupportedAt(text: string, { token, name, context }: IRecognitionException): string | undefined {
  const found = dashedWord(text, token.startOffset);
  const rule = context.ruleStack.at(-1) ?? '';
  if (name === 'NoViableAltException' && rule === 'operator') return OTHER_OPERATORS.has(found) ? found : undefined;
  const stopped = name === 'NotAllInputParsedException' && /(?:^|;)\s*$/.test(text.slice(0, token.startOffset));
  const atHead = stopped || (name === 'NoViableAltException' && HEADS.has(rule));
  return atHead && OTHER_STATEMENTS.has(found) ? found : undefined;
}

const EXPRESSION_RULES: ReadonlySet<string> = new Set(['primary', 'source', 'statement', 'json', 'literal', 'text']);

function placeIn(text: string, token: IToken): Place {
  return token.tokenType === EOF ? { start: text.length, end: text.length } : placeOf(token);
}

function fromRecognition(text: string, error: IRecognitionException): SyntaxProblem {
  const rule = error.context.ruleStack.at(-1) ?? '';
  const at = placeIn(text, error.token);
  const found = error.token.image;
  const what = unsupportedAt(text, error);
  if (what !== undefined) return { kind: 'unsupported', at, what };
  if (error.name === 'NoViableAltException' && rule === 'operator') return { kind: 'operator-expected', at, found };
  const atExpression = error.name === 'NoViableAltException' && EXPRESSION_RULES.has(rule);
  if (atExpression || error.name === 'EarlyExitException') return { kind: 'missing-expression', at };
  const expected = /--> (.+?) <-- but found/.exec(error.message)?.[1];
  return { kind: 'unexpected', at, found, ...(expected !== undefined && { expected }) };
}

function fromLexing(text: string, error: ILexingError): SyntaxProblem {
  const literal = stringLiteralAt(text, error.offset);
  if (literal !== undefined && 'bad' in literal) {
    return { kind: 'bad-string', at: { start: literal.bad, end: Math.min(literal.bad + 1, text.length) } };
  }
  const at = { start: error.offset, end: error.offset + error.length };
  return { kind: 'unexpected', at, found: text.slice(at.start, at.end) };
}

/** Brackets may nest so deep and no deeper: each level costs the parser some thirty frames of the stack. */
const DEEPEST_BRACKETS = 100;
const OPENING = new Set([t.LParen, t.LBracket, t.LBrace, t.DynamicStart]);
const CLOSING = new Set([t.RParen, t.RBracket, t.RBrace]);

function tooDeep(tokens: readonly IToken[]): SyntaxProblem | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (OPENING.has(token.tokenType)) depth++;
    else if (CLOSING.has(token.tokenType)) depth--;
    if (depth > DEEPEST_BRACKETS) return { kind: 'too-deep', at: placeOf(token), limit: DEEPEST_BRACKETS };
  }
  return undefined;
}

/** Microsoft's binder stops at syntax depth 500 (KS245); chains such as `a or b or c` nest to the left and count. */
const DEEPEST_TREE = 480;

/** The first node below the depth allowed. With a stack of its own, since the tree may be deeper than the engine's. */
function tooDeepNode(script: Script): SyntaxProblem | undefined {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value: script, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    const isNode = 'kind' in value && 'at' in value;
    if (isNode && depth >= DEEPEST_TREE) return { kind: 'too-deep', at: value.at as Place, limit: DEEPEST_TREE };
    for (const child of Object.values(value)) waiting.push({ value: child, depth: isNode ? depth + 1 : depth });
  }
  return undefined;
}

let lexer: Lexer | undefined;
let parser: KustoParser | undefined;

export interface Parsed {
  /** What could be read. With problems it is the part before the first one, or nothing. */
  readonly script: Script;
  readonly problems: readonly SyntaxProblem[];
}

const NOTHING: Script = { statements: [] };

/** Reads a KQL query. Never throws; a text that cannot be read gives problems. */
export function parseKusto(text: string): Parsed {
  lexer ??= new Lexer(t.tokens, { positionTracking: 'onlyOffset', ensureOptimizations: true });
  const lexed = lexer.tokenize(text);
  const [bad] = lexed.errors;
  if (bad !== undefined) return { script: NOTHING, problems: [fromLexing(text, bad)] };
  const deep = tooDeep(lexed.tokens);
  if (deep !== undefined) return { script: NOTHING, problems: [deep] };
  parser ??= new KustoParser();
  parser.problems = [];
  parser.input = lexed.tokens;
  const script = parser.script() ?? NOTHING;
  const problems = [...parser.problems, ...parser.errors.map((error) => fromRecognition(text, error))];
  const deepNode = tooDeepNode(script);
  return deepNode === undefined ? { script, problems } : { script: NOTHING, problems: [deepNode] };
}
