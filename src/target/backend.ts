import type { Rule } from '../ir/rule.ts';
import type { EventLayout } from '../schema/named/named-schema.ts';
import type { TraceEntry } from './layout.ts';
import type { AssumptionTable, Note } from './ledger.ts';
import type { LookBack } from './look-back.ts';

export type { EventLayout };

/** What a caller may choose; each backend documents what it uses. */
export interface EmitOptions {
  /** Lead with id, title, severity, tags and licence as comments. Default true. */
  readonly comments: boolean;
  /** Where the events lie (SQL). Default `columns`. */
  readonly layout: EventLayout;
  /** Lay the text out for reading, where the target has more than one layout (SQL). Default false. */
  readonly pretty: boolean;
  /** The table or index to read, instead of the one derived from the rule. */
  readonly table?: string;
  /** The JSON column, with `layout: 'json'`. Default `event`. */
  readonly jsonColumn: string;
  /** The columns that identify an event in a result. Default: the time field. */
  readonly idColumn?: string;
  /** More columns of the table that the result of an event query holds (KQL, SPL). */
  readonly columns?: readonly string[];
  /** Whether the text may use the operator `scan`, which not every service that runs KQL has (KQL). Default true. */
  readonly scan: boolean;
  /** Lines of comment behind the header: what a run of the output showed. */
  readonly remarks?: readonly string[];
  /** The time window of a SQL query: two parameters that the caller binds, or no window at all. Default `parameters`. */
  readonly window: 'parameters' | 'none';
}

export const defaultEmitOptions: EmitOptions = {
  comments: true,
  pretty: false,
  layout: 'columns',
  jsonColumn: 'event',
  scan: true,
  window: 'parameters',
};

/** What a backend returns. Without `text` the rule is unsupported there, and a note says why. */
export interface Emission {
  readonly text?: string;
  readonly notes: readonly Note[];
  /** What must exist on the target: a REGEXP function, a macro, an extension, a product limit. */
  readonly requires: readonly string[];
  readonly trace: readonly TraceEntry[];
  /** The columns of the result, in order, where the target says them (KQL, SPL). */
  readonly columns?: readonly string[];
  /** How a stateful output is run on a schedule: `lookBackOf(rule)`, with `keep` in the target's own words where it has a place for them. */
  readonly lookBack?: LookBack;
}

/** One target. `emit` must be pure: same rule and options, same bytes. */
export interface Backend {
  /** What the user writes after `--to`: `splunk`, `sql:duckdb`. */
  readonly id: string;
  readonly name: string;
  /** One sentence for `isorule targets`. */
  readonly summary: string;
  /** The file name ending of an output, with its dot: `.spl`, `.duckdb.sql`. */
  readonly extension: string;
  /** The vendor's reference. */
  readonly docs: string;
  readonly assumptions: AssumptionTable;
  /** Where the target can look for a keyword: in the whole event, or in fields that are named. */
  readonly keywords: 'in-event' | 'in-fields';
  /** What it has a place for of its own in each step of a rule, and in each rule of a correlation. Default: all events lie in one place. */
  readonly places?: readonly ('table' | 'log-source')[];
  readonly emit: (rule: Rule, options: EmitOptions) => Emission;
}
