import type { ContainerId } from '../containers/envelope.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rule, RuleMetadata } from '../ir/rule.ts';
import type { Schema } from '../schema/schema.ts';
import type { LedgerEntry } from '../target/ledger.ts';
import type { Span } from '../text/source-text.ts';

export interface LoadOptions {
  /** What is known of the fields. Default: ECS and Elastic's integrations for EQL; nothing for Sigma, where values compare as text. */
  readonly schema?: Schema;
  /** What the names of the fields of an EQL rule are called as a whole, where it is not ECS: mappings start from there. */
  readonly taxonomy?: string;
  /** The kind of the file, where its name and text do not tell. */
  readonly container?: ContainerId;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
  /** Texts for the placeholders of Sigma's `expand`, by name; they may hold wildcards. */
  readonly placeholders?: Pick<ReadonlyMap<string, readonly string[]>, 'get'>;
}

/**
 * What a rule does: `alerts` by itself; a `correlated` one is read by a correlation that alerts in its place; a `filter` changes other
 * rules and finds nothing.
 */
export type Role = 'alerts' | 'correlated' | 'filter';

/** A rule as read: with a meaning, or with the errors that kept it from having one. */
export interface LoadedRule {
  readonly metadata: RuleMetadata;
  readonly language: string;
  readonly ruleType: string;
  readonly container: ContainerId;
  readonly role: Role;
  readonly rule?: Rule;
  /** What the file says around the query: changes no match, or keeps the rule from being written. */
  readonly around: readonly LedgerEntry[];
  readonly diagnostics: readonly Diagnostic[];
  readonly span: Span;
}

export interface Loaded {
  readonly rules: readonly LoadedRule[];
  /** Problems of the file as a whole. */
  readonly diagnostics: readonly Diagnostic[];
}
