import type { Tree } from './tree.ts';

/** What SigmaHQ's rules call the selections over the fields that most of them test. */
const USUAL: Readonly<Record<string, string>> = {
  image: 'img',
  originalfilename: 'img',
  'process.name': 'img',
  'process.executable': 'img',
  'process.pe.original_file_name': 'img',
  commandline: 'cli',
  'process.command_line': 'cli',
  'process.args': 'cli',
  parentimage: 'parent_img',
  'process.parent.name': 'parent_img',
  'process.parent.executable': 'parent_img',
  parentcommandline: 'parent_cli',
  'process.parent.command_line': 'parent_cli',
  'process.parent.args': 'parent_cli',
};

const LONGEST_HINT = 40;

/** A piece of a search identifier that reminds of a field: the last two parts of its name in the alphabet `[a-z0-9_]`. */
export function hintOf(name: string): string {
  const known = name.toLowerCase();
  if (Object.hasOwn(USUAL, known)) return USUAL[known] ?? known;
  const words = name.split('.').slice(-2).join('_').slice(-200);
  return (
    words
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, LONGEST_HINT) || 'field'
  );
}

/** The first field that a detection tests; empty for the whole event. */
export function firstField(tree: Tree): string {
  if (tree.kind === 'test') return tree.item.field;
  const first = tree.kind === 'not' ? tree.inner : tree.parts[0];
  return first ? firstField(first) : '';
}
