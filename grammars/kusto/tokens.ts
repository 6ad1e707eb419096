import { createToken, Lexer, type TokenType } from 'chevrotain';
import { stringLiteralAt } from './string-literal.ts';

/** Any word that may stand for a column, table, variable or function. */
export const NameLike = createToken({ name: 'NameLike', label: 'name', pattern: Lexer.NA });
/** A word that may be given as a new name (`extend count = 1`) though it may not always be asked for. */
export const DeclLike = createToken({ name: 'DeclLike', label: 'name', pattern: Lexer.NA });

// A letter-led word, or a digit-led one with a letter in it: `12abc` is a name in KQL (grammar/KqlTokens.g4).
export const Identifier = createToken({
  name: 'Identifier',
  label: 'name',
  pattern: /[A-Za-z_$][A-Za-z0-9_]*|[0-9]+[A-Za-z_][A-Za-z0-9_]*/,
  categories: [NameLike, DeclLike],
});

/** Keywords are case-sensitive; which of them may be a name was asked of Microsoft's parser (12.4.1), word by word. */
type Use = 'name' | 'declared' | 'reserved';
const CATEGORIES: { readonly [U in Use]: TokenType[] } = {
  name: [NameLike, DeclLike],
  declared: [DeclLike],
  reserved: [],
};

const words: TokenType[] = [];
function word(text: string, use: Use = 'name'): TokenType {
  const name = text.replace(/(^|[^a-z])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  const made = createToken({
    name,
    label: `\`${text}\``,
    pattern: new RegExp(`${text}(?![A-Za-z0-9_])`),
    categories: CATEGORIES[use],
    start_chars_hint: [text.charAt(0)],
  });
  words.push(made);
  return made;
}

// Words with a dash stand before their first halves.
export const ProjectAway = word('project-away', 'reserved');
export const ProjectKeep = word('project-keep', 'reserved');
export const ProjectRename = word('project-rename', 'reserved');
export const ProjectReorder = word('project-reorder', 'reserved');
export const MvExpand = word('mv-expand', 'reserved');
export const MvApply = word('mv-apply', 'reserved');
export const ParseWhere = word('parse-where', 'reserved');

export const And = word('and', 'reserved');
export const Or = word('or', 'reserved');
export const By = word('by', 'declared');
export const Asc = word('asc', 'reserved');
export const Desc = word('desc', 'reserved');
export const First = word('first', 'reserved');
export const Last = word('last', 'reserved');
export const Nulls = word('nulls');
export const On = word('on');
export const To = word('to', 'declared');
export const From = word('from');
export const Step = word('step');
export const With = word('with');
export const Declare = word('declare');
export const Output = word('output');
export const All = word('all');
export const None = word('none');
export const Limit = word('limit');
export const Let = word('let');
export const Datatable = word('datatable', 'declared');
export const Print = word('print', 'declared');
export const Range = word('range');
export const ToScalar = word('toscalar', 'declared');
export const Materialize = word('materialize', 'declared');
export const View = word('view');
export const Typeof = word('typeof', 'reserved');

export const Where = word('where', 'declared');
export const Filter = word('filter');
export const Extend = word('extend');
export const Project = word('project', 'reserved');
export const Summarize = word('summarize');
export const Sort = word('sort');
export const Order = word('order');
export const Top = word('top');
export const Take = word('take');
export const Distinct = word('distinct');
export const Join = word('join');
export const Lookup = word('lookup');
export const Union = word('union', 'reserved');
export const Serialize = word('serialize');
export const Scan = word('scan');
export const Partition = word('partition');
export const Count = word('count');
export const GetSchema = word('getschema');
export const Parse = word('parse');

/** Words of the language that this grammar gives no other part to, and that are no names either. */
export const Reserved = createToken({
  name: 'Reserved',
  label: 'reserved word',
  pattern:
    /(?:accumulate|anomalychart|as|barchart|boolean|card|char|columnchart|date|datetime|datascope|decimal|decodeblocks|double|dynamic|external_data|externaldata|find|flags|float|hotcache|int|int64|invoke|isfuzzy|like|long|nooptimization|notcontains|notlike|of|others|pivotchart|real|relaxed|sample|search|set|simple|string|time|timespan|timechart|title|totable|with_match_id|with_itemindex)(?![A-Za-z0-9_])/,
});

export const True = createToken({ name: 'True', label: '`true`', pattern: /(?:true|TRUE|True)(?![A-Za-z0-9_])/ });
export const False = createToken({ name: 'False', label: '`false`', pattern: /(?:false|FALSE|False)(?![A-Za-z0-9_])/ });

/** Operators on strings bind tighter than `*` and do not chain (grammar/Kql.g4, stringOperatorExpression). */
export const StringOp = createToken({
  name: 'StringOp',
  label: 'string operator',
  pattern:
    /=~|!~|!?(?:has_cs|hasprefix_cs|hasprefix|hassuffix_cs|hassuffix|has|contains_cs|contains|startswith_cs|startswith|endswith_cs|endswith)(?![A-Za-z0-9_])|matches[ \t\r\n]+regex(?![A-Za-z0-9_])/,
});
export const ListOp = createToken({
  name: 'ListOp',
  label: 'list operator',
  pattern: /!?in~|(?:!?in|has_any|has_all)(?![A-Za-z0-9_])/,
});
export const BetweenOp = createToken({
  name: 'BetweenOp',
  label: '`between`',
  pattern: /!?between(?![A-Za-z0-9_])/,
});
export const EqualityOp = createToken({ name: 'EqualityOp', label: '`==`', pattern: /==|!=|<>/ });
export const OrderingOp = createToken({ name: 'OrderingOp', label: '`<`', pattern: /<=|>=|<|>/ });

/** `hint.strategy`, `hint.shufflekey` … */
export const Hint = createToken({ name: 'Hint', label: 'hint', pattern: /hint\.[a-z_]+(?![A-Za-z0-9_])/ });

const scanned = (
  name: string,
  label: string,
  hints: string[],
  scan: (text: string, at: number) => number | undefined,
) =>
  createToken({
    name,
    label,
    line_breaks: true,
    start_chars_hint: hints,
    pattern: (text: string, at: number) => {
      const end = scan(text, at);
      return end === undefined ? null : ([text.slice(at, end)] as unknown as RegExpExecArray);
    },
  });

export const StringLiteral = scanned('StringLiteral', 'string', ['"', "'", '@', 'h', 'H', '`', '~'], (text, at) => {
  const found = stringLiteralAt(text, at);
  return found !== undefined && 'end' in found ? found.end : undefined;
});

/** `datetime(2020-01-01)`, `long(null)` …: the lexer takes all up to the closing bracket, as Microsoft's does. */
export const TypedLiteral = createToken({
  name: 'TypedLiteral',
  label: 'literal',
  pattern:
    /(?:datetime|timespan|time|long|int64|int32|int|real|double|decimal|bool|boolean|guid|uuid|uniqueid)\([^)]*\)/,
  line_breaks: true,
});
/** What follows is read as JSON with Kusto's literals. */
export const DynamicStart = createToken({
  name: 'DynamicStart',
  label: 'dynamic literal',
  pattern: /dynamic[ \t\r\n]*\(/,
});

export const Timespan = createToken({
  name: 'Timespan',
  label: 'timespan',
  pattern:
    /[0-9]+(?:\.[0-9]+)?(?:days|day|d|hours|hour|hrs|hr|h|milliseconds|millisecond|millisec|millis|milli|ms|microseconds|microsecond|microsec|micros|micro|nanoseconds|nanosecond|nanosec|nanos|nano|minutes|minute|min|m|seconds|second|sec|s|ticks|tick)(?![A-Za-z0-9_])/,
});
export const RealNumber = createToken({
  name: 'RealNumber',
  label: 'number',
  // `1..2` is a range, not `1.` and `.2`.
  pattern: /[0-9]+(?:\.(?!\.)[0-9]*(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)(?![A-Za-z0-9_])/,
});
export const HexNumber = createToken({
  name: 'HexNumber',
  label: 'number',
  pattern: /0[xX][0-9a-fA-F]+(?![A-Za-z0-9_])/,
});
export const LongNumber = createToken({ name: 'LongNumber', label: 'number', pattern: /[0-9]+/ });

const sign = (name: string, text: string, pattern: RegExp | string = text) =>
  createToken({ name, label: `\`${text}\``, pattern });

export const Bar = sign('Bar', '|');
export const Semicolon = sign('Semicolon', ';');
export const Comma = sign('Comma', ',');
export const Colon = sign('Colon', ':');
export const LParen = sign('LParen', '(');
export const RParen = sign('RParen', ')');
export const LBracket = sign('LBracket', '[');
export const RBracket = sign('RBracket', ']');
export const LBrace = sign('LBrace', '{');
export const RBrace = sign('RBrace', '}');
export const FatArrow = sign('FatArrow', '=>');
export const Equal = sign('Equal', '=');
export const DotDot = sign('DotDot', '..');
export const Dot = sign('Dot', '.');
export const Plus = sign('Plus', '+');
export const Minus = sign('Minus', '-');
export const Multiply = sign('Multiply', '*');
export const Divide = createToken({ name: 'Divide', label: '`/`', pattern: /[/%]/ });
/** Lexed so that the parser can say where it stands; no rule takes it. */
const Bang = sign('Bang', '!');

const Space = createToken({
  name: 'Space',
  pattern: /[\s\u180e\u200b\ufeff]+/,
  line_breaks: true,
  group: Lexer.SKIPPED,
});
const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n\u2028\u2029]*/, group: Lexer.SKIPPED });

/** In order of trial: what another token could swallow stands first. */
export const tokens: TokenType[] = [
  Space,
  Comment,
  StringLiteral,
  TypedLiteral,
  DynamicStart,
  Hint,
  StringOp,
  ListOp,
  BetweenOp,
  EqualityOp,
  FatArrow,
  OrderingOp,
  True,
  False,
  ...words,
  Reserved,
  Timespan,
  RealNumber,
  HexNumber,
  Identifier,
  LongNumber,
  Bar,
  Semicolon,
  Comma,
  Colon,
  LParen,
  RParen,
  LBracket,
  RBracket,
  LBrace,
  RBrace,
  Equal,
  DotDot,
  Dot,
  Plus,
  Minus,
  Multiply,
  Divide,
  Bang,
  NameLike,
  DeclLike,
];
