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

const folders = new Set<string>();

function makeFolder(path: string): void {
  if (folders.has(path)) return;
  mkdirSync(path, { recursive: true });
  folders.add(path);
}

/** Writes a file unless it already holds the text, so that build tools see no change where there is none. */
export function writeOutput(path: string, text: string): Diagnostic | undefined {
  if (current(path) === text) return undefined;
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return diagnostic('cli/unwritable', { path, reason: error instanceof Error ? error.message : String(error) });
  }
}
