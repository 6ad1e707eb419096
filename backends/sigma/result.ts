import type { Note } from '../../src/target/ledger.ts';
import type { Span } from '../../src/text/source-text.ts';
import type { Tree } from './tree.ts';

/** A condition as a detection, with what it does not say exactly. Without `tree` a note gives the reason. */
export interface Result {
  readonly tree?: Tree;
  readonly notes: readonly Note[];
}

export const said = (tree: Tree, notes: readonly Note[] = []): Result => ({ tree, notes });

export const unsaid = (construct: string, why: string): Result => ({
  notes: [{ effect: 'unsupported', construct, why }],
});

/** Joins results; one that has no tree leaves the whole without. */
export function join(results: readonly Result[], build: (trees: readonly Tree[]) => Tree): Result {
  const notes = results.flatMap((result) => result.notes);
  const trees = results.flatMap(({ tree }) => (tree ? [tree] : []));
  return trees.length === results.length ? { tree: build(trees), notes } : { notes };
}

export const withOrigin = (result: Result, origin: Span | undefined): Result =>
  origin ? { ...result, notes: result.notes.map((note) => ({ origin, ...note })) } : result;
