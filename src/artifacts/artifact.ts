import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rule } from '../ir/rule.ts';
import { filtersOf } from '../ir/walk.ts';
import type { EmitOptions } from '../target/backend.ts';
import type { LookBack } from '../target/look-back.ts';
import type { Span } from '../text/source-text.ts';

/** The rule that an artefact is asked for. */
export interface About {
  /** The rule as read: its metadata, its schedule, its own fields. */
  readonly rule: Rule;
  /** The rule in the platform's columns; the rule itself where no mapping was asked for. */
  readonly mapped: Rule;
  /** The columns by which the rule suppresses its alerts; none where it does not, or where one of its fields is no column. */
  readonly suppressBy: readonly string[];
  /** The table, view or function that the text reads, where a mapping or the caller names one. */
  readonly table?: string;
}

/** The tables that the text reads: those of the rule's parts, where a mapping found their events in several. */
export function tablesRead({ mapped, table }: About): readonly string[] {
  const own = filtersOf(mapped.query).flatMap(({ filter }) => filter.table ?? []);
  if (own.length > 0) return [...new Set(own)];
  return table === undefined ? [] : [table];
}

/** What an artefact is made of. */
export interface ArtifactInput extends About {
  /** The id of the backend that wrote the text. */
  readonly target: string;
  /** The backend's text, with the options that the artefact asked for. */
  readonly text: string;
  /** The columns of the text's result, where the backend says them. */
  readonly columns: readonly string[];
  /** How a stateful text is run on a schedule. */
  readonly lookBack?: LookBack;
  /** Where the rule stands in its file. */
  readonly span?: Span;
}

/** The file, with warnings about what it changes; without `text` the errors say why there is none. */
export interface Written {
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that a platform imports: one way of wrapping a backend's text. `write` is pure: the same input gives the same bytes. */
export interface Artifact {
  /** What the user writes after `--artifact`. */
  readonly id: string;
  /** One sentence for help and documentation. */
  readonly summary: string;
  /** The ids of the backends whose text it takes. */
  readonly targets: readonly string[];
  /** The file name ending, with its dot, for a backend's text. */
  readonly extension: (target: string) => string;
  /** The vendor's description of the format. */
  readonly docs: string;
  /** What it asks of the backend. */
  readonly options: (about: About) => Partial<EmitOptions>;
  readonly write: (input: ArtifactInput) => Written;
}
