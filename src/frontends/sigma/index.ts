import { type Diagnostic, diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { get, type LocatedMap } from '../../formats/located.ts';
import type { Cond } from '../../ir/cond.ts';
import type { CorrelationQuery, EventQuery } from '../../ir/query.ts';
import type { LogSource, RuleMetadata } from '../../ir/rule.ts';
import type { Schema } from '../../schema/schema.ts';
import { lowerDetection, type Placeholders } from './detection.ts';

/** One document as its container gives it. */
export interface SigmaDocument {
  readonly ruleType: string;
  readonly document?: LocatedMap;
  readonly metadata: RuleMetadata;
  readonly logSource?: LogSource;
  /** What the container found wrong with it. */
  readonly problems?: readonly Diagnostic[];
}

export interface SigmaOptions {
  readonly schema?: Schema;
  readonly placeholders?: Placeholders;
}

export interface SigmaReading {
  readonly role: 'alerts' | 'correlated' | 'filter';
  /** Missing where an error was found, and for filters, which find nothing. */
  readonly query?: EventQuery | CorrelationQuery;
  readonly diagnostics: readonly Diagnostic[];
}

function eventQuery(condition: Cond): EventQuery {
  return { kind: 'event', filter: { condition }, pipes: [] };
}

function readDetectionRule({ document }: SigmaDocument, options: SigmaOptions): SigmaReading {
  const section = document && get(document, 'detection');
  if (!section) {
    const missing = document && diagnostic('sigma/missing-key', { key: 'detection' }, document.span);
    return { role: 'alerts', diagnostics: missing ? [missing] : [] };
  }
  const { condition, diagnostics } = lowerDetection(section, options);
  return condition && !diagnostics.some(isError)
    ? { role: 'alerts', query: eventQuery(condition), diagnostics }
    : { role: 'alerts', diagnostics };
}

/** Reads the documents of a set of files, all together: filters and correlations speak of rules by name and id. One answer each. Never throws. */
export function readSigma(documents: readonly SigmaDocument[], options: SigmaOptions = {}): readonly SigmaReading[] {
  return documents.map((document) => readDetectionRule(document, options));
}
