import type { Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import type { EventLayout } from '../../src/target/backend.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import { dotted } from './common.ts';
import type { Caveat, Refusal, Said, SqlDialect, SqlType } from './dialect.ts';

/** An element of a list that a leaf walks: where from, and under which name. */
interface Binding {
  readonly source: Frag;
  readonly variable: string;
  /** The element as the field's type reads it. */
  readonly value: Frag;
}

/** One of several tables, with the columns that are read of it. */
export interface PlaceTable {
  readonly name: string;
  readonly columns: readonly PlaceColumn[];
}

export interface PlaceColumn {
  readonly name: string;
  readonly list: boolean;
}

/** What is the same for a whole rule. */
export interface Place {
  readonly dialect: SqlDialect;
  readonly layout: EventLayout;
  readonly table: Frag;
  /** The tables that `table` joins, where the parts of a rule read different ones. */
  readonly tables?: readonly PlaceTable[];
  /** The last part of its name, in small letters. */
  readonly tableName: string;
  readonly jsonColumn: Frag;
  /** Names that a variable must not have: those of the columns. */
  readonly taken: ReadonlySet<string>;
  /** What the target must have, filled while the rule is written. */
  readonly requires: Set<string>;
}

/** What is the same for a leaf; `bindings` and `notes` are filled while its value is written. */
export interface Scope extends Place {
  /** Here null counts as false: the value stands in the leaf itself and not inside another value. */
  readonly top: boolean;
  /** The text that this leaf looks for could be the text of a number. */
  readonly meetsNumbers: boolean;
  readonly origin: Note['origin'];
  readonly bindings: Binding[];
  readonly notes: Note[];
}

/** SQL of a value. `constant` is there for literals. */
export interface Expr {
  readonly frag: Frag;
  readonly type: SqlType;
  readonly constant?: string | bigint | number | boolean;
  /** How many bits a calculated whole number has at most. */
  readonly bits?: number;
}

export const NULL_EXPR: Expr = { frag: raw('NULL'), type: 'null' };
export const bool = (frag: Frag): Expr => ({ frag, type: 'boolean' });

export function newScope(place: Place, origin: Note['origin'], meetsNumbers = true): Scope {
  const { dialect, layout, table, tableName, jsonColumn, taken, requires } = place;
  const own = { top: true, meetsNumbers, origin, bindings: [], notes: [] };
  // Named one by one: a spread of the place for each of a rule's thousand leaves is felt.
  return { dialect, layout, table, tableName, jsonColumn, taken, requires, ...own };
}

/** The same leaf, inside a value. */
export const inside = (scope: Scope): Scope => (scope.top ? { ...scope, top: false } : scope);

const located = (scope: Scope): Pick<Note, 'origin'> => (scope.origin ? { origin: scope.origin } : {});

/** An event in which every field of a value has the given value. */
export function witnessFor(subject: Value, value: unknown): EventJson {
  return Object.fromEntries(fieldsOfValue(subject).map((field) => [field.name, value]));
}

/** Notes what a translation assumes. The witness is a value of the subject. */
export function note(scope: Scope, construct: string, subject: Value, caveat: Caveat, witness?: EventJson): void {
  scope.notes.push({
    effect: 'conditional',
    construct,
    why: caveat.why,
    assumption: caveat.assumption,
    witness: witness ?? witnessFor(subject, caveat.witness),
    ...located(scope),
  });
}

export function refused(scope: Scope, construct: string, why: string): Frag {
  scope.notes.push({ effect: 'unsupported', construct, why, ...located(scope) });
  return NULL_EXPR.frag;
}

/** The SQL of something said, its caveats noted; a refusal becomes a note. */
export function take(scope: Scope, construct: string, subject: Value, found: Said | Refusal): Frag {
  if ('refusal' in found) return refused(scope, construct, found.refusal);
  for (const caveat of found.caveats) note(scope, construct, subject, caveat);
  return found.frag;
}

/** Text of the rule as a literal. */
export function textLiteral(scope: Scope, text: string): Frag {
  const problem = scope.dialect.lexical.unwritable(text);
  return problem ? refused(scope, 'literal', problem) : scope.dialect.lexical.text(text);
}

/**
 * A field as a column, or as a field inside one. Qualified where a subquery of ours has a column of that name, or where the first part could be
 * taken for the table's own name.
 */
export function columnName(place: Place, name: string): Frag {
  const { lexical, lists, structs } = place.dialect;
  const [first = '', ...rest] = place.layout === 'structs' ? name.split('.') : [name];
  const folded = first.toLowerCase();
  const isShadowed = lists.shadows.includes(folded) || (rest.length > 0 && folded === place.tableName);
  const column = isShadowed ? dotted([place.table, lexical.ident(first)]) : lexical.ident(first);
  // `layoutProblem` was asked: such a rule is not written where there are no structs.
  return rest.length > 0 && 'member' in structs ? structs.member(column, rest.map(lexical.ident)) : column;
}

/** A new variable for an element. */
function newVariable(scope: Scope): string {
  for (let n = scope.bindings.length + 1; ; n++) {
    const name = n === 1 ? 'item' : `item${n}`;
    if (!scope.taken.has(name) && !scope.bindings.some((binding) => binding.variable === name)) return name;
  }
}

/** Walks a source: the element, read, stands for the field, and the leaf is wrapped in `any` afterwards. */
export function bindElement(scope: Scope, source: Frag, read: (element: Frag) => Frag): Frag {
  const variable = newVariable(scope);
  const value = read(scope.dialect.lists.element(variable));
  scope.bindings.push({ source, variable, value });
  return value;
}
