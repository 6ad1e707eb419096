import type { Cond } from '../../ir/cond.ts';
import type { Rule } from '../../ir/rule.ts';
import type { LedgerEntry } from '../../target/ledger.ts';

/** A rule on its way through a pipeline, and what the conditions of later items ask about. */
export class Work {
  rule: Rule;
  /** Why the pipeline refuses the rule. */
  failure: string | undefined;
  readonly entries: LedgerEntry[] = [];
  readonly state = new Map<string, string>();
  readonly #onRule = new Set<string>();
  readonly #onFields = new Map<string, Set<string>>();
  readonly #onItems = new WeakMap<Cond, ReadonlySet<string>>();

  constructor(rule: Rule) {
    this.rule = rule;
  }

  applied(id: string | undefined): void {
    if (id !== undefined) this.#onRule.add(id);
  }

  /** `to` stands in the place of `from` now, which an item with this id brought about. */
  appliedToItem(id: string | undefined, from: Cond, to: Cond): void {
    const before = this.#onItems.get(from) ?? [];
    this.#onItems.set(to, new Set([...before, ...(id === undefined ? [] : [id])]));
  }

  appliedToField(id: string | undefined, names: readonly string[]): void {
    if (id === undefined) return;
    for (const name of names) this.#onFields.set(name, (this.#onFields.get(name) ?? new Set()).add(id));
  }

  wasApplied(id: string): boolean {
    return this.#onRule.has(id);
  }
  wasAppliedToItem(id: string, item: Cond): boolean {
    return this.#onItems.get(item)?.has(id) ?? false;
  }
  wasAppliedToField(id: string, name: string): boolean {
    return this.#onFields.get(name)?.has(id) ?? false;
  }
}
