import type { Printable } from '../../src/formats/print-yaml.ts';
import { chained, type Expression, Layout } from './layout.ts';
import type { Tree } from './tree.ts';

/** The section `detection`: its search identifiers, then the condition. */
export type Detection = ReadonlyMap<string, Printable>;

const isSelection = (name: string): boolean => name.startsWith('selection_');

/** `all of selection_*` where neighbours say that. */
function together(terms: readonly Expression[], names: readonly string[]): readonly Expression[] {
  const declared = names.filter(isSelection);
  const from = terms.findIndex(({ text }) => isSelection(text));
  const neighbours = terms.slice(from, from + declared.length).map(({ text }) => text);
  const isAll = declared.length > 1 && neighbours.join(' ') === declared.join(' ');
  const all = { text: 'all of selection_*', level: 0 } as const;
  return isAll ? [...terms.slice(0, from), all, ...terms.slice(from + declared.length)] : terms;
}

/** A single selection needs no hint in its name. */
function renamed(identifiers: ReadonlyMap<string, Printable>, condition: string): Detection {
  const [only, ...others] = [...identifiers.keys()].filter(isSelection);
  const isSole = (name: string): boolean => others.length === 0 && name === only;
  const text = condition.replace(/\w+/g, (word) => (isSole(word) ? 'selection' : word));
  const entries = [...identifiers].map(([name, content]) => [isSole(name) ? 'selection' : name, content] as const);
  return new Map<string, Printable>([...entries, ['condition', text]]);
}

/** The section `detection` as a person would write it, in the order of the tree. */
export function detectionOf(tree: Tree): Detection {
  const layout = new Layout();
  const parts = tree.kind === 'all' ? tree.parts : [tree];
  const terms = together(layout.terms(parts), [...layout.identifiers.keys()]);
  return renamed(layout.identifiers, chained(terms, 'and').text);
}

/** A detection that holds for every event, or for none. */
export const constantDetection = (field: string, holds: boolean): Detection =>
  new Map<string, Printable>([
    ['selection', new Map([[field, null]])],
    ['condition', holds ? 'selection or not selection' : 'selection and not selection'],
  ]);
