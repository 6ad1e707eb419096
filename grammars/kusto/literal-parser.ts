import { EmbeddedActionsParser, type IToken, type ParserMethod, type TokenType } from 'chevrotain';
import type { DynamicText, Expression, Literal, LiteralType, Place, TypedName, Word } from './ast.ts';
import { decodeStringLiteral } from './string-literal.ts';
import type { SyntaxProblem } from './syntax-problem.ts';
import * as t from './tokens.ts';

/** What `datetime(…)` and its like are literals of. */
const TYPED: Readonly<Record<string, LiteralType>> = {
  datetime: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  long: 'long',
  int64: 'long',
  int: 'int',
  int32: 'int',
  real: 'real',
  double: 'real',
  decimal: 'decimal',
  bool: 'bool',
  boolean: 'bool',
  guid: 'guid',
  uuid: 'guid',
  uniqueid: 'guid',
};

// The lexer tracks starts only.
export const endOf = (token: IToken): number => token.startOffset + token.image.length;
export const placeOf = (token: IToken): Place => ({ start: token.startOffset, end: endOf(token) });

/** `datetime(2020-01-01)` → type `datetime`, text `2020-01-01`. */
function typedLiteral(token: IToken): Literal {
  const open = token.image.indexOf('(');
  const type = TYPED[token.image.slice(0, open)] ?? 'string';
  return { kind: 'literal', type, text: token.image.slice(open + 1, -1).trim(), at: placeOf(token) };
}

/** Names, and literals of every type. */
export abstract class LiteralParser extends EmbeddedActionsParser {
  /** Filled while one text is read. */
  problems: SyntaxProblem[] = [];

  /** From a token to the last one taken. */
  protected since(first: IToken): Place {
    return { start: first.startOffset, end: Math.max(endOf(this.LA(0)), first.startOffset) };
  }

  protected between(first: Place): Place {
    return { start: first.start, end: Math.max(endOf(this.LA(0)), first.end) };
  }

  protected ahead(distance: number, type: TokenType): boolean {
    const { tokenType } = this.LA(distance);
    return tokenType === type || (type.categoryMatchesMap?.[tokenType.tokenTypeIdx ?? -1] ?? false);
  }

  // `["odd name"]` or, unquoted, a word.
  protected readonly bracketed = this.RULE('bracketed', (): Word => {
    const open = this.CONSUME(t.LBracket);
    const literal = this.CONSUME(t.StringLiteral);
    this.CONSUME(t.RBracket);
    return this.ACTION(() => ({ text: decodeStringLiteral(literal.image), at: this.since(open) }));
  });

  protected readonly nameUsed = this.RULE(
    'nameUsed',
    (): Word =>
      this.OR([{ ALT: () => this.wordOf(this.CONSUME(t.NameLike)) }, { ALT: () => this.SUBRULE(this.bracketed) }]),
  );

  protected readonly nameGiven = this.RULE(
    'nameGiven',
    (): Word =>
      this.OR([{ ALT: () => this.wordOf(this.CONSUME(t.DeclLike)) }, { ALT: () => this.SUBRULE(this.bracketed) }]),
  );

  protected wordOf(token: IToken): Word {
    return { text: token.image, at: placeOf(token) };
  }

  /** A type's name; most are reserved words. */
  protected readonly typeName = this.RULE(
    'typeName',
    (): Word =>
      this.OR([
        { ALT: () => this.wordOf(this.CONSUME(t.Identifier)) },
        { ALT: () => this.wordOf(this.CONSUME(t.Reserved)) },
      ]),
  );

  protected readonly typedName = this.RULE('typedName', (): TypedName => {
    const name = this.SUBRULE(this.nameGiven);
    this.CONSUME(t.Colon);
    return { name, type: this.SUBRULE(this.typeName) };
  });

  // Adjacent string literals are one text (query/scalar-data-types/string).
  protected readonly text = this.RULE('text', (): Literal => {
    const first = this.LA(1);
    let text = '';
    this.AT_LEAST_ONE(() => {
      const part = this.CONSUME(t.StringLiteral);
      this.ACTION(() => {
        text += decodeStringLiteral(part.image);
      });
    });
    return this.ACTION(() => ({ kind: 'literal', type: 'string', text, at: this.since(first) }));
  });

  protected readonly literal = this.RULE('literal', (): Literal => {
    const plain = (type: LiteralType, token: IToken): Literal =>
      this.ACTION(() => ({ kind: 'literal', type, text: token.image, at: placeOf(token) }));
    return this.OR([
      { ALT: () => this.SUBRULE(this.text) },
      { ALT: () => plain('long', this.CONSUME(t.LongNumber)) },
      { ALT: () => plain('long', this.CONSUME(t.HexNumber)) },
      { ALT: () => plain('real', this.CONSUME(t.RealNumber)) },
      { ALT: () => plain('timespan', this.CONSUME(t.Timespan)) },
      { ALT: () => plain('bool', this.CONSUME(t.True)) },
      { ALT: () => plain('bool', this.CONSUME(t.False)) },
      {
        ALT: () => {
          const token = this.CONSUME(t.TypedLiteral);
          return this.ACTION(() => typedLiteral(token));
        },
      },
    ]);
  });

  protected readonly dynamicLiteral = this.RULE('dynamicLiteral', (): Expression => {
    const first = this.CONSUME(t.DynamicStart);
    const value = this.SUBRULE(this.json);
    this.CONSUME(t.RParen);
    return this.ACTION(() => ({ kind: 'dynamic', value, at: this.since(first) }));
  });

  private readonly json: ParserMethod<[], DynamicText> = this.RULE(
    'json',
    (): DynamicText =>
      this.OR([
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.negative) },
        { ALT: () => this.SUBRULE(this.jsonArray) },
        { ALT: () => this.SUBRULE(this.jsonBag) },
        { ALT: () => this.SUBRULE(this.jsonNull) },
        {
          ALT: () => {
            this.CONSUME(t.DynamicStart);
            const inner = this.SUBRULE1(this.json);
            this.CONSUME(t.RParen);
            return inner;
          },
        },
      ]),
  );

  private readonly negative = this.RULE('negative', (): DynamicText => {
    const minus = this.CONSUME(t.Minus);
    const number = this.SUBRULE(this.literal);
    return this.ACTION(() => ({ ...number, text: `-${number.text}`, at: this.since(minus) }));
  });

  private readonly jsonNull = this.RULE('jsonNull', (): DynamicText => {
    const token = this.CONSUME(t.Identifier);
    this.ACTION(() => {
      if (token.image !== 'null') this.problems.push({ kind: 'bad-literal', at: placeOf(token), text: token.image });
    });
    return { kind: 'null' };
  });

  private readonly jsonArray = this.RULE('jsonArray', (): DynamicText => {
    const items: DynamicText[] = [];
    this.CONSUME(t.LBracket);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => items.push(this.SUBRULE(this.json)) });
    this.CONSUME(t.RBracket);
    return { kind: 'array', items };
  });

  private readonly jsonBag = this.RULE('jsonBag', (): DynamicText => {
    const entries: (readonly [string, DynamicText])[] = [];
    this.CONSUME(t.LBrace);
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        const key = this.SUBRULE(this.text);
        this.CONSUME(t.Colon);
        const value = this.SUBRULE(this.json);
        this.ACTION(() => entries.push([key.text, value]));
      },
    });
    this.CONSUME(t.RBrace);
    return { kind: 'bag', entries };
  });
}
