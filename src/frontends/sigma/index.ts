import type { SigmaDocument, SigmaOptions, SigmaReading } from './document.ts';
import { RuleSet } from './rule-set.ts';

export type { LostFilter, SigmaDocument, SigmaOptions, SigmaReading } from './document.ts';

/**
 * Reads the documents of a set of files, all together: filters and correlations speak of rules by name and id. One answer each, in their order.
 * Never throws.
 */
export function readSigma(documents: readonly SigmaDocument[], options: SigmaOptions = {}): readonly SigmaReading[] {
  const set = new RuleSet(documents, options);
  return documents.map((document) => set.read(document));
}
