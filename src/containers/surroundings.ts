import type { ScalarValue } from '../formats/located.ts';
import type { Span } from '../text/source-text.ts';

interface FilterBase {
  readonly negate: boolean;
  /** A disabled filter is kept by Kibana but not applied. */
  readonly disabled: boolean;
  readonly span: Span;
}

export type RangeBound = 'gt' | 'gte' | 'lt' | 'lte';

/** A Kibana filter of a rule; all filters of a rule are and-ed to its query. */
export type Filter = FilterBase &
  (
    | { readonly kind: 'phrase'; readonly field: string; readonly value: ScalarValue }
    | { readonly kind: 'phrases'; readonly field: string; readonly values: readonly ScalarValue[] }
    | { readonly kind: 'exists'; readonly field: string }
    | {
        readonly kind: 'range';
        readonly field: string;
        readonly bounds: Readonly<Partial<Record<RangeBound, ScalarValue>>>;
      }
    /** `what` names the part of the query language that is not understood. */
    | { readonly kind: 'not-understood'; readonly what: string }
  );

export type Operator = 'included' | 'excluded';

interface EntryBase {
  readonly field: string;
  readonly span: Span;
}

/** One condition of an exception. */
export type ExceptionEntry = EntryBase &
  (
    | { readonly kind: 'match'; readonly operator: Operator; readonly value: string }
    | { readonly kind: 'match_any'; readonly operator: Operator; readonly values: readonly string[] }
    | { readonly kind: 'exists'; readonly operator: Operator }
    | { readonly kind: 'wildcard'; readonly operator: Operator; readonly value: string }
    /** Entries that must hold together inside one object of a nested field. */
    | { readonly kind: 'nested'; readonly entries: readonly ExceptionEntry[] }
    /** The value stands in a value list on the server, which no file holds. */
    | { readonly kind: 'list'; readonly operator: Operator; readonly list: string; readonly type?: string }
    | { readonly kind: 'not-understood'; readonly what: string }
  );

export type Namespace = 'single' | 'agnostic';

/** Events on which all entries hold give no alert. */
export interface ExceptionItem {
  readonly name?: string;
  readonly list: string;
  readonly namespace: Namespace;
  readonly osTypes: readonly string[];
  /** ISO date from which on the exception no longer counts. */
  readonly expires?: string;
  readonly entries: readonly ExceptionEntry[];
  readonly span: Span;
}

export interface ListReference {
  readonly list: string;
  /** `detection`, `rule_default`, `endpoint` … */
  readonly type?: string;
  readonly namespace: Namespace;
  readonly span: Span;
}

/** What changes the matches of a rule beside its query. */
export interface Surroundings {
  readonly filters: readonly Filter[];
  readonly exceptions: readonly ExceptionItem[];
  /** Exception lists that the rule uses and the file does not hold. */
  readonly missingLists: readonly ListReference[];
}

export const NO_SURROUNDINGS: Surroundings = { filters: [], exceptions: [], missingLists: [] };
