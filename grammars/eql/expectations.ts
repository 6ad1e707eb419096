import { type IParserErrorMessageProvider, type TokenType, tokenLabel } from 'chevrotain';

/** What a rule wanted when none of its alternatives fitted; a rule without a line always has one that fits. */
const WANTED: Readonly<Record<string, string>> = {
  query: 'an event category, `sequence` or `sample`',
  category: 'an event category',
  joined: '`[` or `![`',
  term: '`[` or `![`',
  name: 'a name',
  number: 'a number',
  negation: 'a condition',
  test: 'a value',
  tail: '`in` or `in~`',
  patterns: 'a string, or strings in parentheses',
  literal: 'a constant',
};

/** Labels that only the rule knows. */
const WANTED_TOKEN: Readonly<Record<string, string>> = {
  'runs/Name': '`runs`',
  'pipe/Name': 'the name of a pipe',
  'term/Close': '`]` or another condition',
};

const wanted = (rule: string): string => WANTED[rule] ?? 'something else';
const wantedToken = (rule: string, type: TokenType): string => WANTED_TOKEN[`${rule}/${type.name}`] ?? tokenLabel(type);

/** Chevrotain's message is the phrase for what was expected; `explain.ts` makes the diagnostic of it. */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, ruleName }) => wantedToken(ruleName, expected),
  buildNotAllInputParsedMessage: () => 'an operator, a pipe or the end of the query',
  buildNoViableAltMessage: ({ ruleName }) => wanted(ruleName),
  buildEarlyExitMessage: ({ ruleName }) => wanted(ruleName),
};
