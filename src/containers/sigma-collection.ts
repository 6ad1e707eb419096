import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf, kindOf, type Located, type LocatedEntry, type LocatedMap } from '../formats/located.ts';

/** The rules that the documents of a file stand for, and what was wrong on the way. */
export interface Collected {
  readonly documents: readonly LocatedMap[];
  readonly problems: readonly Diagnostic[];
}

const without = ({ entries, ...rest }: LocatedMap, key: string): LocatedMap => ({
  ...rest,
  entries: entries.filter((entry) => entry.key !== key),
});

/** Merges maps key by key; anything else of `over` takes the place of what `under` has. */
function merge(under: Located, over: Located): Located {
  return under.kind === 'map' && over.kind === 'map' ? mergeMaps(under, over) : over;
}

function mergeMaps(under: LocatedMap, over: LocatedMap): LocatedMap {
  const merged = new Map<string, LocatedEntry>(under.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    const known = merged.get(entry.key);
    merged.set(entry.key, known ? { ...entry, value: merge(known.value, entry.value) } : entry);
  }
  return { kind: 'map', entries: [...merged.values()], span: over.span };
}

const ACTIONS = ['global', 'repeat', 'reset'] as const;
type Action = (typeof ACTIONS)[number];

/** Correlations and filters take nothing from a template. */
const isDetection = (document: LocatedMap): boolean =>
  !entryOf(document, 'correlation') && !entryOf(document, 'filter');

/** Walks the documents of a file in order (Sigma 1's collections, as pySigma reads them). */
class Collection {
  readonly documents: LocatedMap[] = [];
  readonly problems: Diagnostic[] = [];
  #template: LocatedMap | undefined;
  #previous: LocatedMap | undefined;

  add(document: Located): void {
    if (document.kind !== 'map') {
      this.problems.push(diagnostic('sigma/not-a-map', { found: kindOf(document) }, document.span));
      return;
    }
    const action = entryOf(document, 'action');
    if (!action) this.#take(document);
    else this.#act(this.#actionOf(action.value), without(document, 'action'));
  }

  #actionOf(node: Located): Action | undefined {
    const value = node.kind === 'scalar' ? String(node.value) : kindOf(node);
    const known = ACTIONS.find((one) => one === value);
    const params = {
      key: 'action',
      value,
      expected: '`global`, `repeat` or `reset`',
      near: didYouMean(value, ACTIONS),
    };
    if (!known) this.problems.push(diagnostic('sigma/bad-value', params, node.span));
    return known;
  }

  #act(action: Action | undefined, document: LocatedMap): void {
    if (action === 'global') this.#template = document;
    if (action === 'reset') this.#reset(document);
    if (action === 'repeat') this.#repeat(document);
  }

  #reset(document: LocatedMap): void {
    const [first] = document.entries;
    if (first) this.problems.push(diagnostic('sigma/reset-with-keys', { key: first.key }, first.keySpan));
    this.#template = undefined;
  }

  #repeat(document: LocatedMap): void {
    const previous = this.#previous;
    if (previous) this.#keep(mergeMaps(previous, document));
    else this.problems.push(diagnostic('sigma/repeat-of-nothing', {}, document.span));
  }

  #take(document: LocatedMap): void {
    if (this.#template && isDetection(document))
      this.#keep({ ...mergeMaps(document, this.#template), span: document.span });
    else this.#keep(document);
  }

  #keep(document: LocatedMap): void {
    if (isDetection(document)) this.#previous = document;
    this.documents.push(document);
  }
}

/**
 * The rules that the documents of a file stand for. `action: global` is a template for all detection rules behind it and wins over them,
 * `action: repeat` is the rule before with other values, `action: reset` forgets the template.
 */
export function collect(documents: readonly Located[]): Collected {
  const collection = new Collection();
  for (const document of documents) collection.add(document);
  return collection;
}
