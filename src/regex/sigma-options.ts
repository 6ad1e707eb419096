import type { ParseOptions } from './parse-options.ts';

/** The modifiers behind Sigma's `re`. */
export interface SigmaFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** How Sigma's `re` is read: searched for, and `$` holds at the very end only (docs/semantics.md). */
export const sigmaOptions = ({ ignoreCase, multiline, dotAll }: SigmaFlags): ParseOptions => ({
  flavour: 'pcre',
  anchoring: 'search',
  caseRule: ignoreCase ? 'simple' : 'exact',
  inlineCase: 'simple',
  flags: { multiline, dotAll, dollarEndOnly: true },
});
