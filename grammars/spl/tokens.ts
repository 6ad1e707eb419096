import { type CustomPatternMatcherFunc, createToken, type IToken, Lexer, type TokenType } from 'chevrotain';

/**
 * SPL has three languages that share few tokens, so the lexer has three modes. A pipe or a `[` opens `command`, where only a
 * command's name may stand; the name opens `args` or `eval`; a pipe or a `]` goes back.
 */
export type Mode = 'command' | 'args' | 'eval';

/** A token of no characters, made where `holds` says so. It exists to change the mode. */
const nothing = (holds: (text: string, at: number, before: readonly IToken[]) => boolean): CustomPatternMatcherFunc => {
  return (text, offset, before) => (holds(text, offset, before) ? [''] : null);
};

const marker = (
  name: string,
  pattern: CustomPatternMatcherFunc,
  mode: { push_mode?: Mode; pop_mode?: true },
): TokenType => createToken({ name, pattern, line_breaks: false, ...mode });

const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
const Comment = createToken({ name: 'Comment', pattern: /```[\s\S]*?```/, group: Lexer.SKIPPED, line_breaks: true });

// An unclosed quote takes the rest of the text as one token, so that the lexer does not start over at every character.
const Unclosed = createToken({
  name: 'Unclosed',
  pattern: /(?:"|'|`)[\s\S]*/,
  line_breaks: true,
  label: 'an unclosed quote',
});
export const Quoted = createToken({
  name: 'Quoted',
  pattern: /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/,
  line_breaks: true,
  label: 'a quoted text',
});
export const Macro = createToken({ name: 'Macro', pattern: /`[^`]*`/, line_breaks: true, label: 'a macro' });

// Mode command.
export const FirstPipe = createToken({ name: 'FirstPipe', pattern: '|', label: '`|`' });
export const ImplicitSearch = marker(
  'ImplicitSearch',
  nothing((text, at, before) => before.length === 0 && !/^search\s/.test(text.slice(at, at + 7))),
  { push_mode: 'args' },
);
export const SearchName = createToken({
  name: 'SearchName',
  pattern: /search(?![\w-])/,
  push_mode: 'args',
  label: '`search`',
});
export const WhereName = createToken({
  name: 'WhereName',
  pattern: /where(?![\w-])/,
  push_mode: 'eval',
  label: '`where`',
});
export const EvalName = createToken({ name: 'EvalName', pattern: /eval(?![\w-])/, push_mode: 'eval', label: '`eval`' });
export const CommandName = createToken({
  name: 'CommandName',
  pattern: /[A-Za-z][\w-]*/,
  push_mode: 'args',
  label: 'a command',
});

// Modes args and eval.
export const Pipe = createToken({ name: 'Pipe', pattern: '|', pop_mode: true, label: '`|`' });
export const OpenSub = createToken({ name: 'OpenSub', pattern: '[', push_mode: 'command', label: '`[`' });
/** Leaves the last command of a subsearch; the `]` itself then leaves the subsearch. */
export const EndOfSub = marker(
  'EndOfSub',
  nothing((text, at) => text[at] === ']'),
  { pop_mode: true },
);
export const CloseSub = createToken({ name: 'CloseSub', pattern: ']', pop_mode: true, label: '`]`' });
export const Comma = createToken({ name: 'Comma', pattern: ',', label: '`,`' });
const op = (name: string, pattern: string): TokenType => createToken({ name, pattern, label: `\`${pattern}\`` });
export const NotEquals = op('NotEquals', '!=');
export const LessEquals = op('LessEquals', '<=');
export const GreaterEquals = op('GreaterEquals', '>=');
export const Less = op('Less', '<');
export const Greater = op('Greater', '>');
export const Equals = op('Equals', '=');

// Mode args: terms, field names and values are runs of whatever has no meaning of its own.
export const Word = createToken({
  name: 'Word',
  pattern: /(?:[^\s()[\]|"=<>,`'!]|!(?!=))(?:[^\s()[\]|"=<>,`!]|!(?!=))*/,
  line_breaks: false,
  label: 'a word',
});
// Upper case only: `and` is a word to search for. https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Search
const keyword = (name: string, pattern: string): TokenType =>
  createToken({ name, pattern, longer_alt: Word, label: `\`${pattern}\`` });
export const And = keyword('And', 'AND');
export const Or = keyword('Or', 'OR');
export const Not = keyword('Not', 'NOT');
export const In = keyword('In', 'IN');
export const CaseOpen = createToken({ name: 'CaseOpen', pattern: 'CASE(', label: '`CASE(`' });
export const TermOpen = createToken({ name: 'TermOpen', pattern: 'TERM(', label: '`TERM(`' });
export const EvalOpen = createToken({
  name: 'EvalOpen',
  pattern: /eval\s*\(/,
  push_mode: 'eval',
  line_breaks: true,
  label: '`eval(`',
});
export const ResetOpen = createToken({
  name: 'ResetOpen',
  pattern: /reset_(?:before|after)\s*=\s*\(/,
  push_mode: 'eval',
  line_breaks: true,
  label: '`reset_…=(`',
});
export const OpenParen = createToken({ name: 'OpenParen', pattern: '(', label: '`(`' });
export const CloseParen = createToken({ name: 'CloseParen', pattern: ')', label: '`)`' });

// Mode eval. Every parenthesis opens the mode anew, so that the one of `eval(` in a stats command leaves it.
export const OpenEval = createToken({ name: 'OpenEval', pattern: '(', push_mode: 'eval', label: '`(`' });
export const CloseEval = createToken({ name: 'CloseEval', pattern: ')', pop_mode: true, label: '`)`' });
export const QuotedField = createToken({
  name: 'QuotedField',
  pattern: /'[^']+'/,
  line_breaks: true,
  label: "a 'field'",
});
export const NumberText = createToken({ name: 'NumberText', pattern: /\d+(?:\.\d+)?(?![\w])/, label: 'a number' });
export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_]\w*/, label: 'a name' });
const evalWord = (name: string, pattern: RegExp, label: string): TokenType =>
  createToken({ name, pattern, longer_alt: Name, label: `\`${label}\`` });
export const EvalAnd = evalWord('EvalAnd', /AND/, 'AND');
export const EvalOr = evalWord('EvalOr', /OR/, 'OR');
export const EvalXor = evalWord('EvalXor', /XOR/, 'XOR');
export const EvalNot = evalWord('EvalNot', /NOT/, 'NOT');
export const EvalLike = evalWord('EvalLike', /LIKE/, 'LIKE');
export const EvalIn = evalWord('EvalIn', /IN|in/, 'IN');
export const DoubleEquals = op('DoubleEquals', '==');
export const Plus = op('Plus', '+');
export const Minus = op('Minus', '-');
export const Times = op('Times', '*');
export const Divide = op('Divide', '/');
export const Modulo = op('Modulo', '%');
export const Dot = op('Dot', '.');

const everywhere = [WhiteSpace, Comment, Macro];
const comparisons = [NotEquals, LessEquals, GreaterEquals, Less, Greater];

const modes: Record<Mode, TokenType[]> = {
  command: [
    ...[WhiteSpace, Comment, FirstPipe, CloseSub, ImplicitSearch, Macro],
    ...[SearchName, WhereName, EvalName, CommandName, Unclosed],
  ],
  args: [
    ...everywhere,
    ...[Pipe, EndOfSub, OpenSub, Comma, ...comparisons, Equals, Quoted],
    ...[CaseOpen, TermOpen, EvalOpen, ResetOpen, OpenParen, CloseParen, And, Or, Not, In, Word, Unclosed],
  ],
  eval: [
    ...everywhere,
    ...[Pipe, EndOfSub, OpenSub, Comma, ...comparisons, DoubleEquals, Equals, Quoted, QuotedField],
    ...[OpenEval, CloseEval, EvalAnd, EvalOr, EvalXor, EvalNot, EvalLike, EvalIn],
    ...[NumberText, Name, Plus, Minus, Times, Divide, Modulo, Dot, Unclosed],
  ],
};

export const lexerDefinition = { modes, defaultMode: 'command' as const };

/** Every token type, as the parser wants them. */
export const vocabulary: TokenType[] = [...new Set(Object.values(modes).flat())];
