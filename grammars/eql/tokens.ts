import { type CustomPatternMatcherReturn, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import { scanComment, scanQuotedName, scanText } from './scan.ts';

/** A token that a scanner finds; `starts` are the characters it may begin with, so that no other place is tried. */
function scanned(starts: readonly string[], scan: (text: string, start: number) => number) {
  return {
    pattern: (text: string, start: number): CustomPatternMatcherReturn | null => {
      const end = starts.includes(text.charAt(start)) ? scan(text, start) : -1;
      return end === -1 ? null : [text.slice(start, end)];
    },
    start_chars_hint: [...starts],
  };
}

export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_@][A-Za-z0-9_]*/, label: 'a name' });
/** The name of a function in its case-insensitive form: `startsWith~`. */
export const TildeName = createToken({ name: 'TildeName', pattern: /[A-Za-z][A-Za-z0-9_]*~/, label: 'a function' });

// A keyword is a keyword only as a whole word: `inner` and `in2~` are not `in`.
const keyword = (name: string, pattern: RegExp, label: string): TokenType =>
  createToken({ name, pattern, label, longer_alt: [TildeName, Name] });

export const And = keyword('And', /and/, '`and`');
export const Any = keyword('Any', /any/, '`any`');
export const By = keyword('By', /by/, '`by`');
export const Truth = keyword('Truth', /true|false/, '`true` or `false`');
export const In = keyword('In', /in~?/, '`in`');
export const Join = keyword('Join', /join/, '`join`');
/** `:` is the short form of `like~` and stands where the words stand. */
export const Match = keyword('Match', /:|like~?|regex~?/, '`:`, `like` or `regex`');
export const Maxspan = keyword('Maxspan', /maxspan/, '`maxspan`');
export const Not = keyword('Not', /not/, '`not`');
export const Null = keyword('Null', /null/, '`null`');
export const Of = keyword('Of', /of/, '`of`');
export const Or = keyword('Or', /or/, '`or`');
export const Sample = keyword('Sample', /sample/, '`sample`');
export const Sequence = keyword('Sequence', /sequence/, '`sequence`');
export const Until = keyword('Until', /until/, '`until`');
export const Where = keyword('Where', /where/, '`where`');
export const With = keyword('With', /with/, '`with`');

/** Reserved words; as a name they need backticks. */
const keywords: readonly TokenType[] = [
  And,
  Any,
  By,
  Truth,
  In,
  Join,
  Match,
  Maxspan,
  Not,
  Null,
  Of,
  Or,
  Sample,
  Sequence,
  Until,
  Where,
  With,
];

export const QuotedName = createToken({
  name: 'QuotedName',
  ...scanned(['`'], scanQuotedName),
  line_breaks: true,
  label: 'a name in backticks',
});
/** All quoted text, also the forms that are no EQL: `lexical-faults.ts` tells them apart. */
export const Text = createToken({
  name: 'Text',
  ...scanned(['"', "'", '?'], scanText),
  line_breaks: false,
  label: 'a string',
});
export const Decimal = createToken({
  name: 'Decimal',
  pattern: /(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+/,
  label: 'a number',
});
export const Integer = createToken({ name: 'Integer', pattern: /[0-9]+/, label: 'a whole number' });

const sign = (name: string, pattern: RegExp | string, label: string): TokenType =>
  createToken({ name, pattern, label });

/** `name[3]` is no EQL; as one token it needs no look-ahead to be told from the `[` of a term. */
export const ArrayIndex = sign('ArrayIndex', /\[[ \t\r\n]*[0-9]+[ \t\r\n]*\]/, 'an array index');
export const MissingOpen = sign('MissingOpen', '![', '`![`');
export const Open = sign('Open', '[', '`[`');
export const Close = sign('Close', ']', '`]`');
export const LeftParen = sign('LeftParen', '(', '`(`');
export const RightParen = sign('RightParen', ')', '`)`');
export const Comma = sign('Comma', ',', '`,`');
export const Dot = sign('Dot', '.', '`.`');
export const Pipe = sign('Pipe', '|', '`|`');
export const Question = sign('Question', '?', '`?`');
export const Compare = sign('Compare', /==|!=|<=|<|>=|>/, 'a comparison');
export const Assign = sign('Assign', '=', '`=`');
export const Sign = sign('Sign', /[+-]/, '`+` or `-`');
export const Factor = sign('Factor', /[*/%]/, '`*`, `/` or `%`');

const Blank = createToken({ name: 'Blank', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED, line_breaks: true });
const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: Lexer.SKIPPED });
/** Comments nest. */
const BlockComment = createToken({
  name: 'BlockComment',
  ...scanned(['/'], scanComment),
  line_breaks: true,
  group: Lexer.SKIPPED,
});
/** Kept apart, since it swallows the rest of the text and must be told. */
const UnclosedComment = createToken({
  name: 'UnclosedComment',
  pattern: /\/\*[\s\S]*/,
  group: 'unclosed',
  line_breaks: true,
});

/** A run of characters that begin no token: together with the others it covers every character there is. */
const Stray = createToken({
  name: 'Stray',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a hostile text has them
  pattern: /[\x00-\x08\x0b\x0c\x0e-\x1f!#$&;\\^{}~\x7f-\uffff]+/,
  group: 'strays',
});

/** In the order in which they are tried: the longer of two that begin alike comes first. */
const allTokens: readonly TokenType[] = [
  Blank,
  ...keywords,
  TildeName,
  Name,
  Text,
  QuotedName,
  Decimal,
  Integer,
  LineComment,
  BlockComment,
  UnclosedComment,
  ArrayIndex,
  MissingOpen,
  Open,
  Close,
  LeftParen,
  RightParen,
  Comma,
  Dot,
  Pipe,
  Question,
  Compare,
  Assign,
  Sign,
  Factor,
  Stray,
];

/** What the parser may meet. */
export const visibleTokens: readonly TokenType[] = allTokens.filter((type) => type.GROUP === undefined);

const lexer = new Lexer([...allTokens], { positionTracking: 'onlyOffset', ensureOptimizations: true });

export interface Lexed {
  readonly tokens: IToken[];
  readonly unclosedComment: IToken | undefined;
  readonly strays: readonly IToken[];
}

export function tokenize(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text);
  return { tokens, unclosedComment: groups.unclosed?.[0], strays: groups.strays ?? [] };
}
