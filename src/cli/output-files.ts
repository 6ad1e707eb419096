import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../index.ts';

const ENDINGS = /\.(?:toml|md|mdx|asciidoc|adoc|ndjson|json|eql|yml|yaml)$/i;

/** A file name out of a rule's own words: letters, digits, `-` and `_` only, so that no rule can choose a folder. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);

/** Where an output goes: the input's path below its argument, the rule's name where a file has several, the output's ending. */
export function outputPath(
  folder: string,
  below: string,
  extension: string,
  rule: { name: string | undefined; index: number; alone: boolean },
): string {
  const stem = below.replace(ENDINGS, '');
  const which = rule.alone ? '' : `.${rule.index + 1}${rule.name ? `-${slug(rule.name)}` : ''}`;
  return join(folder, `${stem}${which}${extension}`);
}

/** Folders made in this run, each with whether it was there before. */
const folders = new Map<string, 'old' | 'new'>();

function makeFolder(path: string): 'old' | 'new' {
  const known = folders.get(path);
  if (known !== undefined) return known;
  const made = mkdirSync(path, { recursive: true }) === undefined ? 'old' : 'new';
  folders.set(path, made);
  return made;
}

function current(path: string): string | undefined {
  // A file that is not there yet is the common case, and an exception for each is felt.
  if (!existsSync(path)) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not readable: writing it will say what is wrong.
    return undefined;
  }
}

/** Writes a file unless it already holds the text, so that build tools see no change where there is none. */
export function writeOutput(path: string, text: string): Diagnostic | undefined {
  try {
    if (makeFolder(dirname(path)) === 'old' && current(path) === text) return undefined;
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return diagnostic('cli/unwritable', { path, reason: error instanceof Error ? error.message : String(error) });
  }
}
