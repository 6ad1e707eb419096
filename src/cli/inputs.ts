import { readFileSync, statSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { type Diagnostic, diagnostic, SourceText } from '../index.ts';

/** A file to read rules from; `below` is its path under the folder or glob that named it, for mirroring. */
export interface Input {
  readonly source: SourceText;
  readonly below: string;
}

/** Endings of rule files, for folders; a file that is named is read whatever its ending. */
const RULE_FILES = '**/*.{toml,md,mdx,asciidoc,adoc,ndjson,json,eql,yml,yaml}';
const STDIN = '<stdin>';

interface Found {
  readonly path: string;
  readonly below: string;
}

const slashes = (path: string): string => path.split(sep).join('/');

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The part of a glob before its first wildcard: the folder that outputs mirror. */
function globBase(pattern: string): string {
  const parts = pattern.split('/');
  const at = parts.findIndex((part) => isDynamicPattern(part));
  return parts.slice(0, at).join('/') || '.';
}

function expand(argument: string): readonly Found[] {
  const pattern = slashes(argument);
  const exact = statSync(argument, { throwIfNoEntry: false });
  if (exact && !exact.isDirectory()) return [{ path: argument, below: slashes(relative(dirname(argument), argument)) }];
  const base = exact ? argument : globBase(pattern);
  const found = isFolder(argument)
    ? globSync([RULE_FILES], { cwd: argument, onlyFiles: true, absolute: false }).map(
        (path) => `${slashes(argument).replace(/\/$/, '')}/${path}`,
      )
    : isDynamicPattern(pattern)
      ? globSync([pattern], { onlyFiles: true })
      : [];
  return found.sort().map((path) => ({ path, below: slashes(relative(base, path)) }));
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/^\w+: /, '') : String(error);

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // TextDecoder throws on the first byte that is not UTF-8; the caller says so.
    return undefined;
  }
}

function readInput(path: string, below: string): Input | Diagnostic {
  try {
    const bytes = readFileSync(path === '-' ? 0 : path);
    const text = decode(bytes);
    const name = path === '-' ? STDIN : path;
    return text === undefined
      ? diagnostic('cli/not-text', { path: name })
      : { source: new SourceText(name, text), below };
  } catch (error) {
    return diagnostic('cli/unreadable', { path, reason: reasonOf(error) });
  }
}

/** Reads what the arguments name: files, folders, globs, `-`. Each file once, in the order of the arguments; problems beside. */
export function* readInputs(args: readonly string[]): Generator<Input | Diagnostic> {
  const seen = new Set<string>();
  for (const arg of args) {
    const found = arg === '-' ? [{ path: '-', below: 'stdin' }] : expand(arg);
    if (found.length === 0) yield diagnostic('cli/no-input', { pattern: arg });
    for (const { path, below } of found) {
      if (seen.has(path)) continue;
      seen.add(path);
      yield readInput(path, below);
    }
  }
}

export const isInput = (item: Input | Diagnostic): item is Input => 'source' in item;
