import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { LocatedMap } from '../../formats/located.ts';
import type { CorrelationQuery, EventQuery } from '../../ir/query.ts';
import type { LogSource, RuleMetadata } from '../../ir/rule.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Span } from '../../text/source-text.ts';
import type { Placeholders } from './scope.ts';

/** One document as its container gives it. */
export interface SigmaDocument {
  /** `detection`, `correlation` or `filter`. */
  readonly ruleType: string;
  readonly document?: LocatedMap;
  readonly metadata: RuleMetadata;
  readonly logSource?: LogSource;
  /** What the container found wrong with it. */
  readonly problems?: readonly Diagnostic[];
  readonly span: Span;
}

export interface SigmaOptions {
  readonly schema?: Schema;
  readonly placeholders?: Placeholders;
}

/** A filter that speaks of a rule and could not be read, so that the rule finds what it should leave out. */
export interface LostFilter {
  readonly title: string;
  readonly span: Span;
}

export interface SigmaReading {
  readonly role: 'alerts' | 'correlated' | 'filter';
  /** Missing where an error was found, and for filters, which find nothing. */
  readonly query?: EventQuery | CorrelationQuery;
  readonly lostFilters: readonly LostFilter[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What people call a document by. */
export const titleOf = ({ metadata, span }: SigmaDocument): string =>
  metadata.name ?? metadata.sigma?.name ?? metadata.ruleId ?? span.source.path;
