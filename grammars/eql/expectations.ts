import { type IParserErrorMessageProvider, type TokenType, tokenLabel } from 'chevrotain';

/** What a rule wanted when none of its alternatives fitted; a rule without a line always has one that fits. */
const WANTED: Readonly<Record<string, string>> = {
  query: 'an event category, `sequence` or `sample`',
  category: 'an event category',
  joined: '`[` or `![`',
  keys: 'a field',
  term: '`[` or `![`',
  name: 'a name',
  number: 'a number',
  pipe: 'a number',
  condition: 'a condition or value',
  conjunction: 'a condition or value',
  test: 'a value',
  tail: '`in` or `in~`',
  patterns: 'a string, or strings in parentheses',
  literal: 'a constant',
};

/** What only the rule knows of a token it wanted. */
const WANTED_TOKEN: Readonly<Record<string, string>> = {
  'runs/Name': '`runs`',
  'pipe/Name': 'the name of a pipe',
  'term/Close': '`]` or an operator',
  'arguments/RightParen': '`,` or `)`',
  'patterns/RightParen': '`,` or `)`',
};

const wanted = (rule: string): string => WANTED[rule] ?? 'something else';
const wantedToken = (rule: string, type: TokenType): string => WANTED_TOKEN[`${rule}/${type.name}`] ?? tokenLabel(type);

/** Chevrotain's message is the phrase for what was expected; `explain.ts` makes the diagnostic of it. */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, ruleName }) => wantedToken(ruleName, expected),
  buildNotAllInputParsedMessage: () => 'the end of the query',
  buildNoViableAltMessage: ({ ruleName }) => wanted(ruleName),
  buildEarlyExitMessage: ({ ruleName }) => wanted(ruleName),
};
