import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';

/** A name, a pattern over names, a quantifier: which one, its place tells. */
export const Word = createToken({ name: 'Word', pattern: /[A-Za-z0-9_*-]+/, label: 'a name' });

// A keyword is a keyword only as a whole word: `notepad` and `order` are names.
const keyword = (name: string, pattern: RegExp, label: string): TokenType =>
  createToken({ name, pattern, label, longer_alt: Word });

export const And = keyword('And', /and/, '`and`');
export const Or = keyword('Or', /or/, '`or`');
export const Not = keyword('Not', /not/, '`not`');
export const Of = keyword('Of', /of/, '`of`');
export const LeftParen = createToken({ name: 'LeftParen', pattern: '(', label: '`(`' });
export const RightParen = createToken({ name: 'RightParen', pattern: ')', label: '`)`' });

const Blank = createToken({ name: 'Blank', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED, line_breaks: true });
/** Sigma 1 aggregated what stood before a `|`. Everything behind it was another language. */
const Aggregation = createToken({ name: 'Aggregation', pattern: /\|[\s\S]*/, group: 'aggregation', line_breaks: true });
/** A run of characters that begin no token: together with the others it covers every character there is. */
const Stray = createToken({
  name: 'Stray',
  pattern: /[^A-Za-z0-9_*() \t\r\n|-]+/,
  group: 'strays',
  line_breaks: false,
});

const allTokens: TokenType[] = [Blank, And, Or, Not, Of, Word, LeftParen, RightParen, Aggregation, Stray];

/** What the parser may meet. */
export const visibleTokens: TokenType[] = allTokens.filter((type) => type.GROUP === undefined);

const lexer = new Lexer(allTokens, { positionTracking: 'onlyOffset' });

export interface Lexed {
  readonly tokens: IToken[];
  readonly aggregation: IToken | undefined;
  readonly strays: readonly IToken[];
}

export function tokenize(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text);
  return { tokens, aggregation: groups.aggregation?.[0], strays: groups.strays ?? [] };
}
