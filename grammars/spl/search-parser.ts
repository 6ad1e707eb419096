import type { IToken, TokenType } from 'chevrotain';
import type { RawText, SearchExpr, SearchOperator, SearchValue } from './ast.ts';
import { unquote } from './base-parser.ts';
import { EvalParser } from './eval-parser.ts';
import * as t from './tokens.ts';

const OPERATORS: readonly [TokenType, SearchOperator][] = [
  [t.Equals, '='],
  [t.NotEquals, '!='],
  [t.LessEquals, '<='],
  [t.GreaterEquals, '>='],
  [t.Less, '<'],
  [t.Greater, '>'],
];

/** Conditions of `search`: NOT before OR before AND; two conditions side by side are joined by AND. */
export abstract class SearchParser extends EvalParser {
  readonly word = this.RULE('word', (): RawText => {
    const token = this.OR([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.Quoted) }]);
    return this.ACTION(() => {
      const quoted = token.tokenType === t.Quoted;
      return { text: quoted ? unquote(token) : token.image, quoted, span: this.between(token, token) };
    });
  });

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

  protected joined(kind: 'and' | 'or', parts: readonly SearchExpr[], first: IToken): SearchExpr {
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
    const sign = this.OR(OPERATORS.map(([type]) => ({ ALT: () => this.CONSUME(type) })));
    const value = this.SUBRULE(this.searchValue);
    return this.ACTION(() => {
      const operator = OPERATORS.find(([type]) => type === sign.tokenType)?.[1] ?? '=';
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
}
