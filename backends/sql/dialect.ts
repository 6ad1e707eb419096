import type { Pattern } from '../../src/ir/pattern.ts';
import type { CompareOp, FieldType, FunctionId, Network } from '../../src/ir/value.ts';
import type { Doc, Frag } from '../../src/target/frag.ts';
import type { AssumptionId } from './assumptions.ts';
import type { SqlReading } from './format.ts';
import type { Lexical } from './lexical.ts';

/** What a piece of SQL gives. `unknown` is text of a field that no schema knows; `null` is never present. */
export type SqlType = 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'version' | 'unknown' | 'null';

/** Where a translation needs an assumption, with a value of its subject that breaks it. */
export interface Caveat {
  readonly assumption: AssumptionId;
  /** One sentence, lower case, no full stop: what the target does. */
  readonly why: string;
  readonly witness: unknown;
}

/** SQL text with what it assumes. */
export interface Said {
  readonly frag: Frag;
  readonly caveats: readonly Caveat[];
}

export const said = (frag: Frag, ...caveats: readonly Caveat[]): Said => ({ frag, caveats });

/** Nothing right can be said. */
export interface Refusal {
  readonly refusal: string;
}

export const refuse = (refusal: string): Refusal => ({ refusal });

/** Letters outside ASCII that a rule's text holds: each one of `from` folds to the one of `to` at its place. */
export interface Folding {
  readonly from: string;
  readonly to: string;
}

export interface Case {
  /** Folds A to Z; letters outside ASCII may fold too if `lookAlikes` says which rule letters suffer from it. */
  readonly lower: (text: Frag) => Frag;
  /** Folds exactly A to Z and the given letters. */
  readonly fold: (text: Frag, letters: Folding) => Frag;
  /** `lower` turns the character into the ASCII letter. */
  readonly lookAlikes: Readonly<Record<string, string>>;
}

/** How text is folded before it meets a pattern that was folded alike. */
export type Folded = 'exact' | 'lower' | Folding;

interface Lists {
  /** What `any` walks, for a list column. */
  readonly column: (column: Frag) => Frag;
  /** The element inside `any`. */
  readonly element: (variable: string) => Frag;
  /** Some element of the source passes the test. */
  readonly any: (source: Frag, variable: string, test: Frag) => Frag;
  /** Some element of a list column equals one of the literals. */
  readonly equals: (column: Frag, literals: readonly Frag[]) => Frag;
  /** The column has an element that is not null; never null itself. */
  readonly present: (column: Frag) => Frag;
  /** Names of columns that `any` brings along and that could be taken for the table's. */
  readonly shadows: readonly string[];
  /** Which of the two are never null. */
  readonly twoValued: { readonly any: boolean; readonly equals: boolean };
}

/** A field in a JSON column: the column and the names on the way, written nested. */
interface JsonPlace {
  readonly column: Frag;
  readonly path: readonly string[];
  /** The rule's text could be a number's: numbers are spelled plainly, where the dialect can (`plainNumbers`). */
  readonly numbers?: boolean;
}

interface Json {
  /** What `any` walks: the values at a place, lists opened, as text. */
  readonly values: (place: JsonPlace) => Frag;
  /** The element of `any`, as each type reads it; null where it does not fit. */
  readonly read: { readonly [T in FieldType]: (element: Frag) => Said | Refusal };
  readonly hasKey: (place: JsonPlace) => Frag;
  /** What `any` walks to see every scalar of the event as text. */
  readonly everything: (place: Omit<JsonPlace, 'path'>) => Frag;
  /** Numbers are spelled as the rule's text says them: without an exponent, and without zeros at the end of a fraction. */
  readonly plainNumbers: boolean;
  /** Why a name can't be looked up, or nothing. */
  readonly unwritableName: (name: string) => string | undefined;
  /** Lists of objects on the way are walked through. */
  readonly opensLists: boolean;
  /** Objects and lists of lists at the place are left out; elsewhere they are taken for their text. */
  readonly scalarsOnly: boolean;
  readonly requires?: string;
}

/** Nested columns: structs, named tuples, composite types. */
interface Structs {
  /** A field inside a column: the column, and the quoted names on the way, one or more. Null where a struct on the way is missing. */
  readonly member: (column: Frag, names: readonly Frag[]) => Frag;
}

/** Arguments are SQL of the types the function's parameters ask for; constants come along as values. */
export interface Argument {
  readonly frag: Frag;
  readonly type: SqlType;
  readonly constant?: string | bigint | number | boolean | undefined;
  /** How many bits a calculated whole number has at most. */
  readonly bits?: number;
}

export type FunctionRow = (args: readonly Argument[], folded: (text: Frag) => Frag) => Said | Refusal;

/** Words of statements over several events. */
interface StatefulWords {
  /** What a table has for a column that only another one has, as one of the selects of UNION ALL. */
  readonly absent: (column: Frag, table: Frag, list: boolean) => Frag;
  /** Before the bracket of a step of WITH that is to be evaluated once. */
  readonly once: 'MATERIALIZED ' | '';
  /** The time so many microseconds later; earlier where negative. */
  readonly later: (time: Frag, micros: bigint) => Frag;
  /** The different values of a walk as a list, nulls left out. */
  readonly distinct: (source: Frag, variable: string, value: Frag) => Frag;
  /**
   * A row with each value of a list that `distinct` made: the value, and the join that brings it where the value alone does not. With
   * `optional` a row whose list is empty stands once, with null.
   */
  readonly each: (list: Frag, variable: string, optional: boolean) => { readonly join?: Doc; readonly value: Frag };
  /** A time as whole microseconds since 1970; the time is never null. */
  readonly micros: (time: Frag) => Frag;
  /** A number as a 64-bit floating point one. */
  readonly real: (value: Frag) => Frag;
  /** The functions that give the greatest and the least of several numbers that are not null. */
  readonly greatest: string;
  readonly least: string;
  /** Aggregate: the values of a group's rows as a list, in the order of a number. */
  readonly gathered: (value: Frag, order: Frag) => Frag;
  /**
   * How many of a group's numbers are at most `limit`, where a frame of RANGE reaches less far than 2^31: the numbers of all rows of the
   * group are looked through for each row. Without it frames reach as far as numbers go.
   */
  readonly countedUpTo?: (group: Frag, number: Frag, limit: Frag) => Frag;
  /** How one goes from an alert to the next: by a recursive step, or by a fold of arrays where such a step is too slow. */
  readonly chain: 'recursion' | 'array-fold';
  /** Steps of a chain of correlations are evaluated once, each of them, as `once` says: else the engine copies a step to wherever its name stands. */
  readonly chainsOnce?: true;
  /** Why a correlation of what other correlations find is not written, where it is not. One sentence, lower case, no full stop. */
  readonly noChain?: string;
}

/** One SQL dialect: a file of facts. Every table is total, so that a forgotten row does not compile. */
export interface SqlDialect {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly lexical: Lexical;
  readonly reading: SqlReading;
  readonly literal: {
    readonly boolean: (value: boolean) => Frag;
    readonly integer: (value: bigint) => Frag;
    /** Microseconds since 1970. */
    readonly date: (micros: bigint) => Frag | Refusal;
  };
  readonly window: { readonly start: Frag; readonly end: Frag; readonly how: string };
  /** Longer chains of AND and OR are written as balanced trees. */
  readonly longestChain: number;
  /** Names that differ only in the case of A to Z are one, quoted or not. */
  readonly foldsNames?: true;
  /** Of a longer name only so many bytes are read; `lexical.ident` writes a shorter one for it. */
  readonly longestName?: number;
  readonly case: Case;
  /** The text fits the pattern. The text is not folded yet, the pattern is. */
  readonly match: (text: Frag, pattern: Pattern, folded: Folded) => Said | Refusal;
  /** Text as something whose order is by code point. */
  readonly byCodePoint: (text: Frag) => Frag;
  /** Plain decimal spelling of a number, `true` and `false` of a boolean. */
  readonly toText: { readonly [T in 'integer' | 'real' | 'boolean']: (value: Frag) => Said };
  /** The number that text in JSON's number syntax says, else null. */
  readonly toNumber: (text: Frag) => Said;
  readonly lists: Lists;
  readonly stateful: StatefulWords;
  readonly json: Json;
  readonly structs: Structs | Refusal;
  readonly regex: RegexForms;
  readonly cidr: (text: Frag, networks: readonly Network[], lexical: Lexical) => Said | Refusal;
  readonly functions: { readonly [F in FunctionId]: FunctionRow };
}

interface RegexForms {
  readonly flavour: 're2' | 'posix' | 'pcre';
  readonly search: (text: Frag, pattern: Frag) => Frag;
  readonly requires?: string;
  readonly caveats: readonly Caveat[];
}

export const OPERATORS: { readonly [Op in CompareOp]: string } = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};
