import type { IToken, TokenType } from 'chevrotain';
import type { ArithmeticStep, EvalExpr, EvalOperator } from './ast.ts';
import { BaseParser, unquote } from './base-parser.ts';
import * as t from './tokens.ts';

const OPERATORS: readonly [TokenType, EvalOperator][] = [
  [t.Equals, '='],
  [t.DoubleEquals, '='],
  [t.NotEquals, '!='],
  [t.LessEquals, '<='],
  [t.GreaterEquals, '>='],
  [t.Less, '<'],
  [t.Greater, '>'],
  [t.EvalLike, 'like'],
];

/** Expressions of `where` and `eval`: NOT before AND before OR before XOR. */
export abstract class EvalParser extends BaseParser {
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

  protected logical(operator: 'and' | 'or' | 'xor', parts: readonly EvalExpr[], first: IToken): EvalExpr {
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
    const sign = this.OR(OPERATORS.map(([type]) => ({ ALT: () => this.CONSUME(type) })));
    const right = this.SUBRULE(this.concat);
    return this.ACTION(() => {
      const operator = OPERATORS.find(([type]) => type === sign.tokenType)?.[1] ?? '=';
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

  protected arithmetic(start: EvalExpr, rest: readonly ArithmeticStep[], first: IToken): EvalExpr {
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

  protected literalOf(token: IToken): EvalExpr {
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
