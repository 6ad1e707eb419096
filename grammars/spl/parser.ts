import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type TokenType,
  tokenLabel,
} from 'chevrotain';
import type { SourceText, Span } from '../../src/text/source-text.ts';
import type {
  Argument,
  ArithmeticStep,
  Assignment,
  CallArgument,
  Command,
  EvalArgument,
  EvalExpr,
  EvalOperator,
  OptionArgument,
  Pipeline,
  RawText,
  SearchArgument,
  SearchExpr,
  SearchOperator,
  SearchValue,
  WordArgument,
} from './ast.ts';
import * as t from './tokens.ts';

const SEARCH_OPERATORS: readonly [TokenType, SearchOperator][] = [
  [t.Equals, '='],
  [t.NotEquals, '!='],
  [t.LessEquals, '<='],
  [t.GreaterEquals, '>='],
  [t.Less, '<'],
  [t.Greater, '>'],
];

const EVAL_OPERATORS: readonly [TokenType, EvalOperator][] = [
  ...SEARCH_OPERATORS,
  [t.DoubleEquals, '='],
  [t.EvalLike, 'like'],
];

const labels = (types: readonly TokenType[]): string => {
  const names = [...new Set(types.map((type) => tokenLabel(type)))].filter((name) => name !== 'ImplicitSearch');
  return names.length > 5 ? '' : names.join(' or ');
};

const firsts = (paths: TokenType[][]): TokenType[] => paths.flatMap(([first]) => (first ? [first] : []));

/** The message of a parser error is only what was expected; the sentence around it stands in the catalogue. */
const expected: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected: type }) => labels([type]),
  buildNotAllInputParsedMessage: () => 'the end',
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => labels(expectedPathsPerAlt.flatMap(firsts)),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => labels(firsts(expectedIterationPaths)),
};

const unquote = (token: IToken): string => token.image.slice(1, -1);

/** Reads SPL as far as detection content uses it. One instance is reused; `source` is the text that the spans speak of. */
class SplParser extends EmbeddedActionsParser {
  source: SourceText | undefined;

  constructor() {
    super(t.vocabulary, { maxLookahead: 2, recoveryEnabled: false, errorMessageProvider: expected });
    this.performSelfAnalysis();
  }

  /** The span from one token to another; while the grammar is recorded there are no real tokens. */
  private between(first: IToken, last: IToken = this.LA(0)): Span {
    const source = this.source as SourceText;
    const end = Number.isNaN(last.startOffset) ? first.startOffset : last.startOffset + last.image.length;
    return { source, start: first.startOffset, end: Math.max(end, first.startOffset) };
  }

  private around(from: Span): Span {
    return { ...from, end: this.between(this.LA(0)).end };
  }

  readonly query = this.RULE('query', (): Pipeline => this.SUBRULE(this.pipeline));

  readonly pipeline = this.RULE('pipeline', (): Pipeline => {
    const first = this.LA(1);
    const commands: Command[] = [];
    this.OR([
      { ALT: () => commands.push(this.SUBRULE(this.implicitSearch)) },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(t.FirstPipe));
          commands.push(this.SUBRULE(this.command));
        },
      },
    ]);
    this.MANY(() => {
      this.CONSUME(t.Pipe);
      commands.push(this.SUBRULE2(this.command));
    });
    return { commands, span: this.between(first) };
  });

  readonly implicitSearch = this.RULE('implicitSearch', (): Command => {
    const first = this.CONSUME(t.ImplicitSearch);
    return this.SUBRULE(this.searchRest, { ARGS: [first] });
  });

  readonly command = this.RULE(
    'command',
    (): Command =>
      this.OR([
        { ALT: () => this.SUBRULE(this.searchRest, { ARGS: [this.CONSUME(t.SearchName)] }) },
        { ALT: () => this.SUBRULE(this.where) },
        { ALT: () => this.SUBRULE(this.evalCommand) },
        { ALT: () => this.SUBRULE(this.otherCommand) },
      ]),
  );

  readonly searchRest = this.RULE('searchRest', (first: IToken): Command => {
    const condition = this.OPTION(() => this.SUBRULE(this.searchAnd));
    const span = this.ACTION(() => this.between(first));
    return { kind: 'search', ...(condition && { condition }), span };
  });

  readonly where = this.RULE('where', (): Command => {
    const first = this.CONSUME(t.WhereName);
    const condition = this.SUBRULE(this.expression);
    return { kind: 'where', condition, span: this.between(first) };
  });

  readonly evalCommand = this.RULE('evalCommand', (): Command => {
    const first = this.CONSUME(t.EvalName);
    const assignments: Assignment[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => assignments.push(this.SUBRULE(this.assignment)) });
    return { kind: 'eval', assignments, span: this.between(first) };
  });

  readonly assignment = this.RULE('assignment', (): Assignment => {
    const target = this.OR([
      { ALT: () => this.CONSUME(t.Name) },
      { ALT: () => this.CONSUME(t.QuotedField) },
      { ALT: () => this.CONSUME(t.Quoted) },
    ]);
    this.CONSUME(t.Equals);
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => {
      const field = target.tokenType === t.Name ? target.image : unquote(target);
      return { field, value, span: this.between(target) };
    });
  });

  readonly otherCommand = this.RULE('otherCommand', (): Command => {
    const name = this.CONSUME(t.CommandName);
    const args: Argument[] = [];
    this.MANY(() => {
      this.OR([{ ALT: () => args.push(this.SUBRULE(this.argument)) }, { ALT: () => this.CONSUME(t.Comma) }]);
    });
    return { kind: 'other', name: name.image, nameSpan: this.between(name, name), args, span: this.between(name) };
  });

  readonly argument = this.RULE(
    'argument',
    (): Argument =>
      this.OR([
        { ALT: () => this.SUBRULE(this.resetArgument) },
        { ALT: () => this.SUBRULE(this.subsearch) },
        { ALT: () => this.SUBRULE(this.evalArgument) },
        { ALT: () => this.SUBRULE(this.wordArgument) },
      ]),
  );

  readonly resetArgument = this.RULE('resetArgument', (): OptionArgument => {
    const open = this.CONSUME(t.ResetOpen);
    const value = this.SUBRULE(this.expression);
    this.CONSUME(t.CloseEval);
    const span = this.between(open);
    const name = { text: open.image.replace(/\s*=\s*\($/, ''), quoted: false, span: this.between(open, open) };
    return { kind: 'option', name, negated: false, value: { kind: 'eval', value, span }, span };
  });

  readonly subsearch = this.RULE('subsearch', (): Argument => {
    const open = this.CONSUME(t.OpenSub);
    const value = this.SUBRULE(this.pipeline);
    this.CONSUME(t.EndOfSub);
    this.CONSUME(t.CloseSub);
    return { kind: 'subsearch', value, span: this.between(open) };
  });

  readonly evalArgument = this.RULE('evalArgument', (): EvalArgument => {
    const open = this.CONSUME(t.EvalOpen);
    const value = this.SUBRULE(this.expression);
    this.CONSUME(t.CloseEval);
    return { kind: 'eval', value, span: this.between(open) };
  });

  readonly wordArgument = this.RULE('wordArgument', (): Argument => {
    const name = this.SUBRULE(this.word);
    return (
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.SUBRULE(this.optionRest, { ARGS: [name] }) },
          { ALT: () => this.SUBRULE(this.callRest, { ARGS: [name] }) },
        ]),
      ) ?? { kind: 'word', value: name, span: name?.span }
    );
  });

  readonly optionRest = this.RULE('optionRest', (name: RawText): OptionArgument => {
    const sign = this.OR([{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.NotEquals) }]);
    const value = this.OR1([
      { ALT: () => this.SUBRULE(this.plainWord) },
      { ALT: () => this.SUBRULE(this.evalArgument) },
      { ALT: () => this.SUBRULE(this.searchGroup) },
    ]);
    return this.ACTION(() => ({
      kind: 'option',
      name,
      negated: sign.tokenType === t.NotEquals,
      value,
      span: this.around(name.span),
    }));
  });

  readonly callRest = this.RULE('callRest', (name: RawText): CallArgument => {
    const args: (WordArgument | EvalArgument)[] = [];
    this.CONSUME(t.OpenParen);
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.OR([
          { ALT: () => args.push(this.SUBRULE(this.plainWord)) },
          { ALT: () => args.push(this.SUBRULE(this.evalArgument)) },
        ]);
      },
    });
    this.CONSUME(t.CloseParen);
    return this.ACTION(() => ({ kind: 'call', name: name.text, args, span: this.around(name.span) }));
  });

  readonly searchGroup = this.RULE('searchGroup', (): SearchArgument => {
    const open = this.CONSUME(t.OpenParen);
    const value = this.SUBRULE(this.searchAnd);
    this.CONSUME(t.CloseParen);
    return { kind: 'search', value, span: this.between(open) };
  });

  readonly plainWord = this.RULE('plainWord', (): WordArgument => {
    const value = this.SUBRULE(this.word);
    return this.ACTION(() => ({ kind: 'word', value, span: value.span }));
  });

  readonly word = this.RULE('word', (): RawText => {
    const token = this.OR([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.Quoted) }]);
    return this.ACTION(() => {
      const quoted = token.tokenType === t.Quoted;
      return { text: quoted ? unquote(token) : token.image, quoted, span: this.between(token, token) };
    });
  });

  // --- search: NOT before OR before AND; two conditions side by side are joined by AND -------------------------------------

  readonly searchAnd = this.RULE('searchAnd', (): SearchExpr => {
    const first = this.LA(1);
    const parts = [this.SUBRULE(this.searchOr)];
    this.MANY(() => {
      this.OPTION(() => this.CONSUME(t.And));
      parts.push(this.SUBRULE1(this.searchOr));
    });
    return this.joined('and', parts, first);
  });

  readonly searchOr = this.RULE('searchOr', (): SearchExpr => {
    const first = this.LA(1);
    const parts = [this.SUBRULE(this.searchNot)];
    this.MANY(() => {
      this.CONSUME(t.Or);
      parts.push(this.SUBRULE1(this.searchNot));
    });
    return this.joined('or', parts, first);
  });

  private joined(kind: 'and' | 'or', parts: readonly SearchExpr[], first: IToken): SearchExpr {
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind, parts, span: this.between(first) };
  }

  readonly searchNot = this.RULE('searchNot', (): SearchExpr => {
    const nots: IToken[] = [];
    this.MANY(() => nots.push(this.CONSUME(t.Not)));
    const body = this.SUBRULE(this.searchPrimary);
    return nots.reduceRight<SearchExpr>((inner, not) => ({ kind: 'not', body: inner, span: this.between(not) }), body);
  });

  readonly searchPrimary = this.RULE(
    'searchPrimary',
    (): SearchExpr =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.OpenParen);
            const inner = this.SUBRULE(this.searchAnd);
            this.CONSUME(t.CloseParen);
            return inner;
          },
        },
        { ALT: () => this.SUBRULE(this.directiveTerm) },
        { ALT: () => this.SUBRULE(this.condition) },
      ]),
  );

  readonly directiveTerm = this.RULE('directiveTerm', (): SearchExpr => {
    const value = this.SUBRULE(this.directive);
    return this.ACTION(() => ({ kind: 'term', value, span: value.span }));
  });

  readonly condition = this.RULE('condition', (): SearchExpr => {
    const field = this.SUBRULE(this.word);
    return (
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.SUBRULE(this.comparisonRest, { ARGS: [field] }) },
          { ALT: () => this.SUBRULE(this.inRest, { ARGS: [field] }) },
        ]),
      ) ?? { kind: 'term', value: field, span: field?.span }
    );
  });

  readonly comparisonRest = this.RULE('comparisonRest', (field: RawText): SearchExpr => {
    const sign = this.OR(SEARCH_OPERATORS.map(([type]) => ({ ALT: () => this.CONSUME(type) })));
    const value = this.SUBRULE(this.searchValue);
    return this.ACTION(() => {
      const operator = SEARCH_OPERATORS.find(([type]) => type === sign.tokenType)?.[1] ?? '=';
      return { kind: 'comparison', field, operator, value, span: this.around(field.span) };
    });
  });

  readonly inRest = this.RULE('inRest', (field: RawText): SearchExpr => {
    const values: SearchValue[] = [];
    this.CONSUME(t.In);
    this.CONSUME(t.OpenParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => values.push(this.SUBRULE(this.searchValue)) });
    this.CONSUME(t.CloseParen);
    return this.ACTION(() => ({ kind: 'in', field, values, span: this.around(field.span) }));
  });

  readonly searchValue = this.RULE(
    'searchValue',
    (): SearchValue => this.OR([{ ALT: () => this.SUBRULE(this.directive) }, { ALT: () => this.SUBRULE(this.word) }]),
  );

  readonly directive = this.RULE('directive', (): SearchValue => {
    const open = this.OR([{ ALT: () => this.CONSUME(t.CaseOpen) }, { ALT: () => this.CONSUME(t.TermOpen) }]);
    const inner = this.SUBRULE(this.word);
    this.CONSUME(t.CloseParen);
    return this.ACTION(() => {
      const directive = open.tokenType === t.CaseOpen ? 'case' : 'term';
      return { ...inner, directive, span: this.between(open) };
    });
  });

  // --- where and eval: NOT before AND before OR before XOR -----------------------------------------------------------------

  readonly expression = this.RULE('expression', (): EvalExpr => {
    const first = this.LA(1);
    const parts = [this.SUBRULE(this.orExpr)];
    this.MANY(() => {
      this.CONSUME(t.EvalXor);
      parts.push(this.SUBRULE1(this.orExpr));
    });
    return this.logical('xor', parts, first);
  });

  readonly orExpr = this.RULE('orExpr', (): EvalExpr => {
    const first = this.LA(1);
    const parts = [this.SUBRULE(this.andExpr)];
    this.MANY(() => {
      this.CONSUME(t.EvalOr);
      parts.push(this.SUBRULE1(this.andExpr));
    });
    return this.logical('or', parts, first);
  });

  readonly andExpr = this.RULE('andExpr', (): EvalExpr => {
    const first = this.LA(1);
    const parts = [this.SUBRULE(this.notExpr)];
    this.MANY(() => {
      this.CONSUME(t.EvalAnd);
      parts.push(this.SUBRULE1(this.notExpr));
    });
    return this.logical('and', parts, first);
  });

  private logical(operator: 'and' | 'or' | 'xor', parts: readonly EvalExpr[], first: IToken): EvalExpr {
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: 'logical', operator, parts, span: this.between(first) };
  }

  readonly notExpr = this.RULE('notExpr', (): EvalExpr => {
    const nots: IToken[] = [];
    this.MANY(() => nots.push(this.CONSUME(t.EvalNot)));
    const body = this.SUBRULE(this.comparison);
    return nots.reduceRight<EvalExpr>((inner, not) => ({ kind: 'not', body: inner, span: this.between(not) }), body);
  });

  readonly comparison = this.RULE('comparison', (): EvalExpr => {
    const left = this.SUBRULE(this.concat);
    return (
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.SUBRULE(this.evalComparisonRest, { ARGS: [left] }) },
          { ALT: () => this.SUBRULE(this.evalInRest, { ARGS: [left] }) },
        ]),
      ) ?? left
    );
  });

  readonly evalComparisonRest = this.RULE('evalComparisonRest', (left: EvalExpr): EvalExpr => {
    const sign = this.OR(EVAL_OPERATORS.map(([type]) => ({ ALT: () => this.CONSUME(type) })));
    const right = this.SUBRULE(this.concat);
    return this.ACTION(() => {
      const operator = EVAL_OPERATORS.find(([type]) => type === sign.tokenType)?.[1] ?? '=';
      return { kind: 'comparison', operator, left, right, span: this.around(left.span) };
    });
  });

  readonly evalInRest = this.RULE('evalInRest', (subject: EvalExpr): EvalExpr => {
    this.CONSUME(t.EvalIn);
    const values = this.SUBRULE(this.argumentList);
    return this.ACTION(() => ({ kind: 'in', subject, values, span: this.around(subject.span) }));
  });

  readonly concat = this.RULE('concat', (): EvalExpr => {
    const first = this.LA(1);
    const parts = [this.SUBRULE(this.sum)];
    this.MANY(() => {
      this.CONSUME(t.Dot);
      parts.push(this.SUBRULE1(this.sum));
    });
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: 'concat', parts, span: this.between(first) };
  });

  readonly sum = this.RULE('sum', (): EvalExpr => {
    const first = this.LA(1);
    const start = this.SUBRULE(this.product);
    const rest: ArithmeticStep[] = [];
    this.MANY(() => {
      const sign = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
      rest.push({ operator: sign?.image as ArithmeticStep['operator'], value: this.SUBRULE1(this.product) });
    });
    return this.arithmetic(start, rest, first);
  });

  readonly product = this.RULE('product', (): EvalExpr => {
    const first = this.LA(1);
    const start = this.SUBRULE(this.unary);
    const rest: ArithmeticStep[] = [];
    this.MANY(() => {
      const sign = this.OR([
        { ALT: () => this.CONSUME(t.Times) },
        { ALT: () => this.CONSUME(t.Divide) },
        { ALT: () => this.CONSUME(t.Modulo) },
      ]);
      rest.push({ operator: sign?.image as ArithmeticStep['operator'], value: this.SUBRULE1(this.unary) });
    });
    return this.arithmetic(start, rest, first);
  });

  private arithmetic(start: EvalExpr, rest: readonly ArithmeticStep[], first: IToken): EvalExpr {
    return rest.length === 0 ? start : { kind: 'arithmetic', first: start, rest, span: this.between(first) };
  }

  readonly unary = this.RULE('unary', (): EvalExpr => {
    const minus = this.OPTION(() => this.CONSUME(t.Minus));
    const body = this.SUBRULE(this.primary);
    return minus ? { kind: 'negative', body, span: this.between(minus) } : body;
  });

  readonly primary = this.RULE(
    'primary',
    (): EvalExpr =>
      this.OR([
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.group) },
        { ALT: () => this.SUBRULE(this.inCall) },
        { ALT: () => this.SUBRULE(this.named) },
      ]),
  );

  readonly literal = this.RULE('literal', (): EvalExpr => {
    const token = this.OR([
      { ALT: () => this.CONSUME(t.NumberText) },
      { ALT: () => this.CONSUME(t.Quoted) },
      { ALT: () => this.CONSUME(t.QuotedField) },
    ]);
    return this.ACTION(() => this.literalOf(token));
  });

  private literalOf(token: IToken): EvalExpr {
    const span = this.between(token, token);
    if (token.tokenType === t.NumberText) return { kind: 'number', text: token.image, span };
    if (token.tokenType === t.QuotedField) return { kind: 'field', name: unquote(token), span };
    return { kind: 'string', value: { text: unquote(token), quoted: true, span }, span };
  }

  readonly group = this.RULE('group', (): EvalExpr => {
    this.CONSUME(t.OpenEval);
    const inner = this.SUBRULE(this.expression);
    this.CONSUME(t.CloseEval);
    return this.ACTION(() => (inner.kind === 'arithmetic' ? { ...inner, grouped: true } : inner));
  });

  readonly inCall = this.RULE('inCall', (): EvalExpr => {
    const name = this.CONSUME(t.EvalIn);
    const args = this.SUBRULE(this.argumentList);
    return { kind: 'call', name: 'in', args, span: this.between(name) };
  });

  readonly named = this.RULE('named', (): EvalExpr => {
    const name = this.CONSUME(t.Name);
    const args = this.OPTION(() => this.SUBRULE(this.argumentList));
    const span = this.between(name);
    return args ? { kind: 'call', name: name.image, args, span } : { kind: 'field', name: name.image, span };
  });

  readonly argumentList = this.RULE('argumentList', (): readonly EvalExpr[] => {
    const args: EvalExpr[] = [];
    this.CONSUME(t.OpenEval);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => args.push(this.SUBRULE(this.expression)) });
    this.CONSUME(t.CloseEval);
    return args;
  });
}

export const splParser = new SplParser();
