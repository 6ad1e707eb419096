import type { Span } from '../../text/source-text.ts';
import type { SigmaDocument } from './document.ts';
import type { Scope } from './scope.ts';

/** What documents may call a rule by: its `name`, or its `id` in any case of its letters. */
const namesOf = ({ metadata }: SigmaDocument): readonly string[] =>
  [metadata.sigma?.name, metadata.ruleId?.toLowerCase()].filter((name) => name !== undefined);

/** The rules of a set of files by name and id. Filters have none: nothing refers to them. */
export class Names {
  readonly #found = new Map<string, SigmaDocument[]>();

  constructor(documents: readonly SigmaDocument[]) {
    for (const document of documents) {
      if (document.ruleType === 'filter') continue;
      for (const name of new Set(namesOf(document)))
        this.#found.set(name, [...(this.#found.get(name) ?? []), document]);
    }
  }

  /** The rules that a reference may mean: by name before by id. */
  all(reference: string): readonly SigmaDocument[] {
    return this.#found.get(reference) ?? this.#found.get(reference.toLowerCase()) ?? [];
  }

  /** The rule that a reference means; nothing, and an error, where there is none or more than one. */
  one(reference: string, span: Span, scope: Scope): SigmaDocument | undefined {
    const found = this.all(reference);
    if (found.length === 0) scope.report('sigma/unknown-rule', { reference }, span);
    if (found.length > 1) scope.report('sigma/ambiguous-rule', { reference, count: found.length }, span);
    return found.length === 1 ? found[0] : undefined;
  }
}
