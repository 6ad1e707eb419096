import type { Regex } from '../regex/tree.ts';
import type { Span } from '../text/source-text.ts';
import type { Pattern } from './pattern.ts';

/** `origin` says where a node was written; it is never part of equality (see equal.ts). */
export interface Node {
  readonly origin?: Span;
}

/** How text compares. There is no default: the front end decides, every target must answer. docs/semantics.md, "Case". */
export type CaseRule = 'exact' | 'ascii' | 'simple';

/** What a field holds. `unknown`: no schema says; values compare as text (docs/semantics.md, "Numbers and text"). */
export type FieldType = 'text' | 'long' | 'double' | 'boolean' | 'ip' | 'date' | 'version' | 'unknown';

/** May be absent. Boolean values (compare, one-of, match, regex, cidr, some calls) are absent where an operand is. */
export type Value = Literal | Field | Call | Compare | OneOf | Match | RegexMatch | Cidr;

/** A constant. `date` is nanoseconds since 1970 in UTC, `integer` is exact at any size. */
export type Literal = Node & { readonly kind: 'literal' } & Constant;

export type Constant =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'integer'; readonly value: bigint }
  | { readonly type: 'real'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'date'; readonly value: bigint }
  | { readonly type: 'version'; readonly value: string }
  | { readonly type: 'null' };

/** A field of the event. `name` is the dotted path; an event may write it flat or nested. */
export interface Field extends Node {
  readonly kind: 'field';
  readonly name: string;
  readonly type: FieldType;
  /** The schema says that it holds several values. Any field may in an event; a typed column only where this is true. */
  readonly list: boolean;
  /** EQL's `?field`: the data may lack the column altogether. */
  readonly optional?: boolean;
  /** The platform itself has it, apart from the fields of events: Splunk's `source`. Mappings name such fields. */
  readonly native?: boolean;
}

/** The functions of the language, one file each in src/functions. */
export type FunctionId =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'modulo'
  | 'between'
  | 'concat'
  | 'ends-with'
  | 'index-of'
  | 'length'
  | 'number'
  | 'starts-with'
  | 'string'
  | 'string-contains'
  | 'substring'
  | 'time-part';

export interface Call extends Node {
  readonly kind: 'call';
  readonly fn: FunctionId;
  readonly args: readonly Value[];
  /** How the function compares text; `exact` for those that do not. */
  readonly caseRule: CaseRule;
}

export type CompareOp = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte';

/** `ne` stands only inside a Value; as a condition it is `not (eq)`. */
export interface Compare extends Node {
  readonly kind: 'compare';
  readonly op: CompareOp;
  readonly left: Value;
  readonly right: Value;
  readonly caseRule: CaseRule;
}

/** The subject equals one of the constants. */
export interface OneOf extends Node {
  readonly kind: 'one-of';
  readonly subject: Value;
  readonly options: readonly Literal[];
  readonly caseRule: CaseRule;
}

/** The subject, as text, fits one of the patterns from end to end. */
export interface Match extends Node {
  readonly kind: 'match';
  readonly subject: Value;
  readonly patterns: readonly Pattern[];
  readonly caseRule: CaseRule;
}

/** The subject, as text, fits one of the regular expressions; each says how it is anchored and how it folds case. */
export interface RegexMatch extends Node {
  readonly kind: 'regex';
  readonly subject: Value;
  readonly regexes: readonly Regex[];
}

/** An IPv4 or IPv6 network. `bits` is the address with host bits cleared; `text` is canonical: `10.0.0.0/8`. */
export interface Network {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefix: number;
  readonly text: string;
}

/** The subject is an address in one of the networks; text that is no address is in none. Families do not mix. */
export interface Cidr extends Node {
  readonly kind: 'cidr';
  readonly subject: Value;
  readonly networks: readonly Network[];
}

type ValueOf<K extends Value['kind']> = Extract<Value, { kind: K }>;
/** One total function over the kinds of a Value: the shape of every printer, evaluator and emitter. */
export type ValueCases<R> = { readonly [K in Value['kind']]: (node: ValueOf<K>) => R };

/** Runs the case for a node's kind. */
export function onValue<R>(node: Value, cases: ValueCases<R>): R {
  // Each case takes the node of its own kind; the table is total by type.
  return (cases[node.kind] as (node: Value) => R)(node);
}
