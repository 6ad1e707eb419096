import type { Span } from '../../src/text/source-text.ts';

/** Text as written: escapes are still in it, the quotes are not. What a backslash means is for the reader of the tree to say. */
export interface RawText {
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** A search, or a subsearch: commands from left to right. A query that names no first command starts with `search`. */
export interface Pipeline {
  readonly commands: readonly Command[];
  readonly span: Span;
}

export type Command = SearchCommand | WhereCommand | EvalCommand | OtherCommand;

interface SearchCommand {
  readonly kind: 'search';
  /** Absent: no condition was written. */
  readonly condition?: SearchExpr;
  readonly span: Span;
}

interface WhereCommand {
  readonly kind: 'where';
  readonly condition: EvalExpr;
  readonly span: Span;
}

export interface Assignment {
  readonly field: string;
  readonly value: EvalExpr;
  readonly span: Span;
}

export interface EvalCommand {
  readonly kind: 'eval';
  readonly assignments: readonly Assignment[];
  readonly span: Span;
}

/** Every other command: a name and arguments; each command reads its own. Commas separate as spaces do and leave no argument. */
export interface OtherCommand {
  readonly kind: 'other';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Argument[];
  readonly span: Span;
}

export type Argument = WordArgument | OptionArgument | CallArgument | EvalArgument | SearchArgument | SubsearchArgument;

export interface WordArgument {
  readonly kind: 'word';
  readonly value: RawText;
  readonly span: Span;
}

/** `name=value` or `name!=value` (the `regex` command). */
export interface OptionArgument {
  readonly kind: 'option';
  readonly name: RawText;
  readonly negated: boolean;
  readonly value: WordArgument | EvalArgument | SearchArgument;
  readonly span: Span;
}

/** `function(argument)`, as in `stats dc(user)` and `sort num(size)`. */
export interface CallArgument {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly (WordArgument | EvalArgument)[];
  readonly span: Span;
}

/** `eval(…)`, or the parentheses of `reset_before=(…)`. */
export interface EvalArgument {
  readonly kind: 'eval';
  readonly value: EvalExpr;
  readonly span: Span;
}

/** `startswith=(…)`: a search condition in parentheses. */
export interface SearchArgument {
  readonly kind: 'search';
  readonly value: SearchExpr;
  readonly span: Span;
}

interface SubsearchArgument {
  readonly kind: 'subsearch';
  readonly value: Pipeline;
  readonly span: Span;
}

/** A condition of the `search` command. Its OR binds before its AND. */
export type SearchExpr = SearchAnd | SearchOr | SearchNot | SearchComparison | SearchIn | SearchTerm;

interface SearchAnd {
  readonly kind: 'and';
  readonly parts: readonly SearchExpr[];
  readonly span: Span;
}

interface SearchOr {
  readonly kind: 'or';
  readonly parts: readonly SearchExpr[];
  readonly span: Span;
}

interface SearchNot {
  readonly kind: 'not';
  readonly body: SearchExpr;
  readonly span: Span;
}

/** A word or phrase, and the directive around it if there was one. */
export interface SearchValue extends RawText {
  readonly directive?: 'case' | 'term';
}

export type SearchOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface SearchComparison {
  readonly kind: 'comparison';
  readonly field: RawText;
  readonly operator: SearchOperator;
  readonly value: SearchValue;
  readonly span: Span;
}

export interface SearchIn {
  readonly kind: 'in';
  readonly field: RawText;
  readonly values: readonly SearchValue[];
  readonly span: Span;
}

/** A word or phrase of the raw text. */
export interface SearchTerm {
  readonly kind: 'term';
  readonly value: SearchValue;
  readonly span: Span;
}

/** An expression of `where` and `eval`. Its AND binds before its OR. */
export type EvalExpr =
  | EvalNumber
  | EvalString
  | EvalField
  | EvalCall
  | EvalNegative
  | EvalArithmetic
  | EvalConcat
  | EvalComparison
  | EvalIn
  | EvalNot
  | EvalLogical;

interface EvalNumber {
  readonly kind: 'number';
  readonly text: string;
  readonly span: Span;
}

interface EvalString {
  readonly kind: 'string';
  readonly value: RawText;
  readonly span: Span;
}

interface EvalField {
  readonly kind: 'field';
  readonly name: string;
  readonly span: Span;
}

export interface EvalCall {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly EvalExpr[];
  readonly span: Span;
}

interface EvalNegative {
  readonly kind: 'negative';
  readonly body: EvalExpr;
  readonly span: Span;
}

export interface ArithmeticStep {
  readonly operator: '+' | '-' | '*' | '/' | '%';
  readonly value: EvalExpr;
}

/** Operators of one binding strength, from left to right. */
interface EvalArithmetic {
  readonly kind: 'arithmetic';
  /** It stands in parentheses of its own. */
  readonly grouped?: true;
  readonly first: EvalExpr;
  readonly rest: readonly ArithmeticStep[];
  readonly span: Span;
}

interface EvalConcat {
  readonly kind: 'concat';
  readonly parts: readonly EvalExpr[];
  readonly span: Span;
}

export type EvalOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like';

interface EvalComparison {
  readonly kind: 'comparison';
  readonly operator: EvalOperator;
  readonly left: EvalExpr;
  readonly right: EvalExpr;
  readonly span: Span;
}

interface EvalIn {
  readonly kind: 'in';
  readonly subject: EvalExpr;
  readonly values: readonly EvalExpr[];
  readonly span: Span;
}

interface EvalNot {
  readonly kind: 'not';
  readonly body: EvalExpr;
  readonly span: Span;
}

export interface EvalLogical {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or' | 'xor';
  readonly parts: readonly EvalExpr[];
  readonly span: Span;
}
