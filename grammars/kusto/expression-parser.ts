import type { IToken, ParserMethod, TokenType } from 'chevrotain';
import type { Call, Datatable, Expression, Named, TypedName, Word } from './ast.ts';
import { LiteralParser, placeOf } from './literal-parser.ts';
import * as t from './tokens.ts';

/**
 * Expressions, by the precedence of grammar/Kql.g4: `or`, `and`, equality and lists, ordering, `+`, `*`, string operators,
 * sign, path. Only `or`, `and`, `+` and `*` chain.
 */
export abstract class ExpressionParser extends LiteralParser {
  protected abstract readonly pipe: ParserMethod<[], Expression>;

  /** How many tokens a name takes at a distance: a word, or a string in brackets. */
  private nameWidth(distance: number, type: TokenType): number {
    if (this.ahead(distance, type)) return 1;
    const bracketed =
      this.ahead(distance, t.LBracket) &&
      this.ahead(distance + 1, t.StringLiteral) &&
      this.ahead(distance + 2, t.RBracket);
    return bracketed ? 3 : 0;
  }

  /** `name =` or `(name, name) =` */
  private namedAhead(): boolean {
    const plain = this.nameWidth(1, t.DeclLike);
    if (plain > 0) return this.ahead(1 + plain, t.Equal);
    if (!this.ahead(1, t.LParen)) return false;
    let at = 2;
    for (let width = this.nameWidth(at, t.DeclLike); width > 0; width = this.nameWidth(at, t.DeclLike)) {
      at += width;
      if (!this.ahead(at, t.Comma)) return this.ahead(at, t.RParen) && this.ahead(at + 1, t.Equal);
      at += 1;
    }
    return false;
  }

  protected readonly named = this.RULE('named', (): Named => {
    const first = this.LA(1);
    const names: Word[] = [];
    this.OPTION({
      GATE: () => this.namedAhead(),
      DEF: () => {
        this.OR([
          { ALT: () => names.push(this.SUBRULE(this.nameGiven)) },
          {
            ALT: () => {
              this.CONSUME(t.LParen);
              this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => names.push(this.SUBRULE1(this.nameGiven)) });
              this.CONSUME(t.RParen);
            },
          },
        ]);
        this.CONSUME(t.Equal);
      },
    });
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ names, value, at: this.since(first) }));
  });

  readonly expression: ParserMethod<[], Expression> = this.RULE('expression', (): Expression => {
    let left = this.SUBRULE(this.conjunction);
    this.MANY(() => {
      const op = this.CONSUME(t.Or);
      const right = this.SUBRULE1(this.conjunction);
      left = this.ACTION(() => this.binary(op, left, right));
    });
    return left;
  });

  private readonly conjunction = this.RULE('conjunction', (): Expression => {
    let left = this.SUBRULE(this.equality);
    this.MANY(() => {
      const op = this.CONSUME(t.And);
      const right = this.SUBRULE1(this.equality);
      left = this.ACTION(() => this.binary(op, left, right));
    });
    return left;
  });

  private readonly equality = this.RULE('equality', (): Expression => {
    const left = this.SUBRULE(this.ordering);
    return (
      this.OPTION(() =>
        this.OR([
          {
            ALT: () => {
              const op = this.CONSUME(t.EqualityOp);
              const right = this.SUBRULE1(this.ordering);
              return this.ACTION(() => this.binary(op, left, right));
            },
          },
          { ALT: () => this.SUBRULE(this.membership, { ARGS: [left] }) },
          { ALT: () => this.SUBRULE(this.betweenRange, { ARGS: [left] }) },
        ]),
      ) ?? left
    );
  });

  private readonly membership = this.RULE('membership', (left: Expression): Expression => {
    const op = this.CONSUME(t.ListOp);
    const items: Expression[] = [];
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => items.push(this.SUBRULE(this.pipe)) });
    this.CONSUME(t.RParen);
    return this.ACTION(() => ({
      kind: 'membership',
      op: op.image,
      opAt: placeOf(op),
      left,
      items,
      at: this.between(left.at),
    }));
  });

  private readonly betweenRange = this.RULE('betweenRange', (left: Expression): Expression => {
    const op = this.CONSUME(t.BetweenOp);
    this.CONSUME(t.LParen);
    const from = this.SUBRULE(this.expression);
    this.CONSUME(t.DotDot);
    const to = this.SUBRULE1(this.expression);
    this.CONSUME(t.RParen);
    return this.ACTION(() => ({
      kind: 'between',
      op: op.image,
      opAt: placeOf(op),
      left,
      from,
      to,
      at: this.between(left.at),
    }));
  });

  private readonly ordering = this.RULE('ordering', (): Expression => {
    const left = this.SUBRULE(this.sum);
    return (
      this.OPTION(() => {
        const op = this.CONSUME(t.OrderingOp);
        const right = this.SUBRULE1(this.sum);
        return this.ACTION(() => this.binary(op, left, right));
      }) ?? left
    );
  });

  private readonly sum = this.RULE('sum', (): Expression => {
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      const op = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
      const right = this.SUBRULE1(this.product);
      left = this.ACTION(() => this.binary(op, left, right));
    });
    return left;
  });

  private readonly product = this.RULE('product', (): Expression => {
    let left = this.SUBRULE(this.textual);
    this.MANY(() => {
      const op = this.OR([{ ALT: () => this.CONSUME(t.Multiply) }, { ALT: () => this.CONSUME(t.Divide) }]);
      const right = this.SUBRULE1(this.textual);
      left = this.ACTION(() => this.binary(op, left, right));
    });
    return left;
  });

  private readonly textual = this.RULE('textual', (): Expression => {
    const left = this.SUBRULE(this.signed);
    return (
      this.OPTION(() => {
        const op = this.CONSUME(t.StringOp);
        const right = this.SUBRULE1(this.signed);
        return this.ACTION(() => this.binary(op, left, right));
      }) ?? left
    );
  });

  protected readonly signed = this.RULE('signed', (): Expression => {
    const first = this.LA(1);
    const op = this.OPTION(() => this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]));
    const operand = this.SUBRULE(this.path);
    return this.ACTION(() =>
      op === undefined ? operand : { kind: 'unary', op: op.image, operand, at: this.since(first) },
    );
  });

  private readonly path = this.RULE('path', (): Expression => {
    let of = this.SUBRULE(this.primary);
    this.MANY(() => {
      of = this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            return this.OR1([
              {
                ALT: () => {
                  const name = this.CONSUME(t.NameLike);
                  return this.ACTION(() => ({ kind: 'path', of, name: name.image, at: this.between(of.at) }) as const);
                },
              },
              { ALT: () => this.SUBRULE(this.element, { ARGS: [of] }) },
            ]);
          },
        },
        { ALT: () => this.SUBRULE1(this.element, { ARGS: [of] }) },
      ]);
    });
    return of;
  });

  // `d["a"]`, and the legacy `d.["a"]`.
  private readonly element = this.RULE('element', (of: Expression): Expression => {
    this.CONSUME(t.LBracket);
    const index = this.SUBRULE(this.expression);
    this.CONSUME(t.RBracket);
    return this.ACTION(() => ({ kind: 'index', of, index, at: this.between(of.at) }));
  });

  private readonly primary = this.RULE(
    'primary',
    (): Expression =>
      this.OR({
        ERR_MSG: 'missing expression',
        DEF: [
          { ALT: () => this.SUBRULE(this.literal) },
          { ALT: () => this.SUBRULE(this.dynamicLiteral) },
          { ALT: () => this.SUBRULE(this.datatable) },
          { ALT: () => this.SUBRULE(this.toScalar) },
          { ALT: () => this.SUBRULE(this.typeLiteral) },
          { ALT: () => this.SUBRULE(this.grouped) },
          { ALT: () => this.SUBRULE(this.call) },
          {
            ALT: () => {
              const { text: name, at } = this.SUBRULE(this.nameUsed);
              return { kind: 'name', name, at } as const;
            },
          },
          {
            ALT: () => {
              const star = this.CONSUME(t.Multiply);
              return this.ACTION(() => ({ kind: 'star', at: placeOf(star) }) as const);
            },
          },
        ],
      }),
  );

  private readonly grouped = this.RULE('grouped', (): Expression => {
    this.CONSUME(t.LParen);
    const inner = this.SUBRULE(this.pipe);
    this.CONSUME(t.RParen);
    return inner;
  });

  private readonly typeLiteral = this.RULE('typeLiteral', (): Expression => {
    const first = this.CONSUME(t.Typeof);
    this.CONSUME(t.LParen);
    const type = this.SUBRULE(this.typeName);
    this.CONSUME(t.RParen);
    return this.ACTION(() => ({ kind: 'typeof', type, at: this.since(first) }));
  });

  private readonly call = this.RULE('call', (): Call => {
    const name = this.CONSUME(t.NameLike);
    const args: Named[] = [];
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => args.push(this.SUBRULE(this.named)) });
    this.CONSUME(t.RParen);
    return this.ACTION(() => ({ kind: 'call', name: this.wordOf(name), args, at: this.since(name) }));
  });

  private readonly toScalar = this.RULE('toScalar', (): Expression => {
    const first = this.OR([{ ALT: () => this.CONSUME(t.ToScalar) }, { ALT: () => this.CONSUME(t.Materialize) }]);
    this.CONSUME(t.LParen);
    const query = this.SUBRULE(this.pipe);
    this.CONSUME(t.RParen);
    // `materialize` is a promise about speed; the table it gives is the table it is given.
    return this.ACTION(() =>
      first.tokenType === t.ToScalar ? { kind: 'toscalar', query, at: this.since(first) } : query,
    );
  });

  private readonly datatable = this.RULE('datatable', (): Datatable => {
    const first = this.CONSUME(t.Datatable);
    const columns: TypedName[] = [];
    const values: Expression[] = [];
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => columns.push(this.SUBRULE(this.typedName)) });
    this.CONSUME(t.RParen);
    this.CONSUME(t.LBracket);
    this.OPTION(() => {
      values.push(this.SUBRULE(this.signed));
      this.MANY({
        GATE: () => !this.ahead(2, t.RBracket),
        DEF: () => {
          this.CONSUME(t.Comma);
          values.push(this.SUBRULE1(this.signed));
        },
      });
      this.OPTION1(() => this.CONSUME1(t.Comma));
    });
    this.CONSUME(t.RBracket);
    return this.ACTION(() => ({ kind: 'datatable', columns, values, at: this.since(first) }));
  });

  private binary(op: IToken, left: Expression, right: Expression): Expression {
    const spelt = op.image.replace(/\s+/g, ' ');
    return {
      kind: 'binary',
      op: spelt,
      opAt: placeOf(op),
      left,
      right,
      at: { start: left.at.start, end: right.at.end },
    };
  }
}
