import { type Diagnostic, diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { get } from '../../formats/located.ts';
import { and } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import type { CorrelationQuery, EventQuery } from '../../ir/query.ts';
import { lowerCorrelation } from './correlation.ts';
import { type CorrelationSection, readCorrelationSection } from './correlation-section.ts';
import { lowerDetection } from './detection.ts';
import { type LostFilter, type SigmaDocument, type SigmaOptions, type SigmaReading, titleOf } from './document.ts';
import { type Filter, readFilter } from './filter.ts';
import { Names } from './names.ts';
import { Scope } from './scope.ts';
import type { Word } from './section.ts';

/** Correlations over correlations go so deep, and have so many rules in all; real ones have two levels. */
const MAX_CHAIN = 20;
const MAX_CORRELATED = 1_000;

interface Meaning {
  readonly query?: EventQuery | CorrelationQuery;
  /** The rules inside, each time they stand there. */
  readonly size: number;
  readonly lostFilters: readonly LostFilter[];
  readonly diagnostics: readonly Diagnostic[];
}

interface SectionReading {
  readonly section?: CorrelationSection;
  readonly scope: Scope;
}

const isSound = ({ problems = [] }: SigmaDocument): boolean => !problems.some(isError);

/** The documents of a set of files, which speak of each other by name and id. */
export class RuleSet {
  readonly #options: SigmaOptions;
  readonly #names: Names;
  readonly #filters: ReadonlyMap<SigmaDocument, Filter>;
  readonly #sections: ReadonlyMap<SigmaDocument, SectionReading>;
  readonly #meanings = new Map<SigmaDocument, Meaning>();
  readonly #open = new Set<SigmaDocument>();
  readonly #correlated: ReadonlySet<SigmaDocument>;
  readonly #sharedNames: ReadonlyMap<SigmaDocument, Diagnostic>;

  constructor(documents: readonly SigmaDocument[], options: SigmaOptions) {
    const ofKind = (kind: string) => documents.filter(({ ruleType }) => ruleType === kind);
    this.#options = options;
    this.#names = new Names(documents);
    this.#filters = new Map(ofKind('filter').map((one) => [one, readFilter(one, this.#names, options)]));
    this.#sections = new Map(ofKind('correlation').map((one) => [one, this.#section(one)]));
    this.#correlated = this.#findCorrelated();
    this.#sharedNames = findSharedNames(documents);
  }

  read(document: SigmaDocument): SigmaReading {
    const filter = this.#filters.get(document);
    if (filter) return { role: 'filter', lostFilters: [], diagnostics: filter.diagnostics };
    const { query, lostFilters, diagnostics } = this.#meaning(document);
    const shared = this.#sharedNames.get(document);
    return {
      role: this.#correlated.has(document) ? 'correlated' : 'alerts',
      ...(query && { query }),
      lostFilters,
      diagnostics: shared ? [...diagnostics, shared] : diagnostics,
    };
  }

  #section(document: SigmaDocument): SectionReading {
    const scope = new Scope(this.#options);
    const section = document.document && readCorrelationSection(document.document, scope);
    return { scope, ...(section && { section }) };
  }

  /** A rule that a correlation refers to gives no alert of its own, unless one says `generate`. */
  #findCorrelated(): ReadonlySet<SigmaDocument> {
    const referred = (generate: boolean): readonly SigmaDocument[] =>
      [...this.#sections.values()].flatMap(({ section }) =>
        section?.generate === generate ? section.rules.flatMap(({ text }) => this.#names.all(text)) : [],
      );
    const generated = new Set(referred(true));
    return new Set(referred(false).filter((document) => !generated.has(document)));
  }

  #meaning(document: SigmaDocument): Meaning {
    const known = this.#meanings.get(document);
    if (known) return known;
    const made = document.ruleType === 'correlation' ? this.#correlation(document) : this.#detection(document);
    this.#meanings.set(document, made);
    return made;
  }

  #detection(document: SigmaDocument): Meaning {
    const section = document.document && get(document.document, 'detection');
    const nothing = { size: 1, lostFilters: [] };
    if (!section) {
      const span = document.document?.span ?? document.span;
      return { ...nothing, diagnostics: [diagnostic('sigma/missing-key', { key: 'detection' }, span)] };
    }
    const { condition, diagnostics } = lowerDetection(section, this.#options);
    if (!condition) return { ...nothing, diagnostics };
    const filters = [...this.#filters.values()].filter(({ covers }) => covers(document));
    const lost = filters.filter((filter) => !isUsable(filter));
    return {
      size: 1,
      query: eventQuery(and([condition, ...filters.filter(isUsable).map((filter) => filter.condition)])),
      lostFilters: lost.map((filter) => ({ title: titleOf(filter.document), span: filter.document.span })),
      diagnostics,
    };
  }

  #correlation(document: SigmaDocument): Meaning {
    const { section, scope } = this.#sections.get(document) ?? this.#section(document);
    const lostFilters: LostFilter[] = [];
    let size = 0;
    this.#open.add(document);
    const queryOf = (rule: SigmaDocument, word: Word) => {
      const meaning = this.#referred(rule, word, scope);
      size += meaning?.size ?? 0;
      lostFilters.push(...(meaning?.lostFilters ?? []));
      return meaning?.query;
    };
    const query = section && lowerCorrelation(section, this.#names, queryOf, scope);
    this.#open.delete(document);
    if (size > MAX_CORRELATED) scope.report('sigma/too-many-correlated', { limit: MAX_CORRELATED }, document.span);
    const { diagnostics } = scope;
    return { ...(query && size <= MAX_CORRELATED && { query }), size, lostFilters, diagnostics };
  }

  /** The meaning of a rule that a correlation refers to, or why it has none. */
  #referred(rule: SigmaDocument, { text: reference, span }: Word, scope: Scope): Meaning | undefined {
    if (this.#open.has(rule)) scope.report('sigma/correlation-circle', { reference }, span);
    else if (this.#open.size >= MAX_CHAIN) scope.report('sigma/correlation-chain', { limit: MAX_CHAIN }, span);
    else {
      const meaning = this.#meaning(rule);
      if (meaning.query && isSound(rule)) return meaning;
      scope.report('sigma/broken-rule', { reference }, span);
    }
    return undefined;
  }
}

const isUsable = (filter: Filter): filter is Filter & { readonly condition: Cond } =>
  filter.condition !== undefined && isSound(filter.document) && !filter.diagnostics.some(isError);

const eventQuery = (condition: Cond): EventQuery => ({ kind: 'event', filter: { condition }, pipes: [] });

/** A `name` that an earlier document has taken. */
function findSharedNames(documents: readonly SigmaDocument[]): ReadonlyMap<SigmaDocument, Diagnostic> {
  const first = new Map<string, SigmaDocument>();
  const shared = new Map<SigmaDocument, Diagnostic>();
  for (const document of documents) {
    const name = document.metadata.sigma?.name;
    const taken = name === undefined ? undefined : first.get(name);
    if (name === undefined) continue;
    if (!taken) first.set(name, document);
    else {
      const labels = taken.span.source === document.span.source ? [{ span: taken.span, text: 'first here' }] : [];
      shared.set(document, diagnostic('sigma/shared-name', { name }, document.span, labels));
    }
  }
  return shared;
}
