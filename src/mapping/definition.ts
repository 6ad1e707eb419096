import type { Constant, FieldType } from '../ir/value.ts';

/** A column of the target, as its schema has it. */
export interface Column {
  readonly name: string;
  readonly type: FieldType;
  readonly list: boolean;
  /** The platform itself has it, apart from the fields of events: Splunk's `source`. */
  readonly native?: boolean;
}

/** What stands between the parts of a path. */
export type Separator = '\\' | '/';

/** A beginning of the source's spelling and the target's: `HKLM\` and `HKEY_LOCAL_MACHINE\`. */
export interface Respelling {
  readonly source: string;
  readonly target: string;
}

/**
 * How a source field is made of target columns: one kind a file in `definitions/`. A definition gives the source field's elements for
 * an event of the target, so it can be run; and a test of the field can be pushed through it, so that the target asks its columns.
 */
export type Definition =
  | { readonly kind: 'column'; readonly column: Column }
  /** The table holds such events only. */
  | { readonly kind: 'constant'; readonly values: readonly Constant[] }
  /** The last part of a path. */
  | { readonly kind: 'file-name'; readonly column: Column; readonly separator: Separator }
  /** Behind the last dot of the last part of a path. */
  | { readonly kind: 'extension'; readonly column: Column; readonly separator: Separator }
  /** The words of a command line: split at blanks outside double quotes, which are taken off. */
  | { readonly kind: 'arguments'; readonly column: Column }
  /** How many words a command line has. */
  | { readonly kind: 'argument-count'; readonly column: Column }
  /** What stands before the separator: the domain in `DOMAIN\name`. A text without one has none. */
  | { readonly kind: 'before'; readonly column: Column; readonly separator: Separator }
  /** A value of the column stands for the source's values; one that is not listed, for none. */
  | { readonly kind: 'lookup'; readonly column: Column; readonly pairs: readonly LookupPair[] }
  /** Two columns with a separator between them: `RegistryKey \ RegistryValueName`. */
  | {
      readonly kind: 'joined';
      readonly columns: readonly [Column, Column];
      readonly separator: string;
      readonly respellings: readonly Respelling[];
    }
  /** One column that writes some beginnings in another way. */
  | { readonly kind: 'respelled'; readonly column: Column; readonly respellings: readonly Respelling[] }
  /** One entry of a list in a text: `SHA256=…` in `MD5=…,SHA256=…`. */
  | { readonly kind: 'tagged'; readonly column: Column; readonly tag: string; readonly separator: string }
  /** Entries `TAG=value` made of columns: the text that `tagged` takes apart. */
  | { readonly kind: 'tags'; readonly columns: readonly TaggedColumn[]; readonly separator: string }
  /** A text of a JSON object that a text column holds: `PipeName` in `{"PipeName":"…"}`. */
  | {
      readonly kind: 'member';
      readonly column: Column;
      readonly key: string;
      readonly respellings: readonly Respelling[];
    };

export interface LookupPair {
  readonly target: Constant;
  readonly sources: readonly Constant[];
}

export interface TaggedColumn {
  readonly tag: string;
  readonly column: Column;
}

export type DefinitionOf<K extends Definition['kind']> = Extract<Definition, { kind: K }>;

/**
 * How sure a row is. `sure`: documented or seen in a reference mapping; `likely`: the same in practice, a detail may differ; `guess`: the
 * nearest thing there is. What is not sure stands on the ledger as a named assumption.
 */
export type Confidence = 'sure' | 'likely' | 'guess';

/** One source field of a table. */
export interface Row {
  readonly definition: Definition;
  readonly confidence: Confidence;
  /** What may differ: one sentence, lower case, no full stop. */
  readonly note?: string;
}
