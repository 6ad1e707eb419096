import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  backends,
  convertRule,
  type Diagnostic,
  isError,
  isUsable,
  loadRules,
  messageOf,
  SourceText,
} from '../../src/index.ts';
import { share } from '../seed.ts';
import { type BaseFile, baseFiles, sigmaFile } from './base-files.ts';
import { mutations, randomFrom } from './mutations.ts';

const FILES = 200;

interface Mutant {
  readonly name: string;
  readonly mutation: string;
  readonly path: string;
  readonly leaves: 'error' | 'any';
  readonly text: string;
}

/** Every base with every mutation in turn, again with other random numbers, until there are enough different files. */
function mutantsOf(bases: readonly BaseFile[], count: number): readonly Mutant[] {
  const found = new Map<string, Mutant>();
  for (let round = 0; found.size < count; round++) {
    for (const { name, leaves, apply } of mutations) {
      for (const base of bases) {
        const text = apply(base, randomFrom(round * 1000 + found.size));
        const { path } = base;
        if (found.size < count && !found.has(text))
          found.set(text, { name: `${found.size} ${path}: ${name}`, mutation: name, path, leaves, text });
      }
    }
  }
  return [...found.values()];
}

const allFiles = [...baseFiles, sigmaFile];
const mutants = [...mutantsOf(baseFiles, FILES), ...mutantsOf([sigmaFile], FILES)];

/** Milliseconds of CPU, so that a busy machine fails no test. */
function cpuOf<T>(work: () => T): { readonly value: T; readonly taken: number } {
  const since = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(since);
  return { value, taken: (user + system) / 1000 };
}

const LIMIT = 1000;
const OPTIONAL = [
  '@duckdb/node-api',
  'node-sqlite3-wasm',
  '@electric-sql/pglite',
  'chdb',
  '@kusto/language-service-next',
];

function placeOf(found: Diagnostic): string | undefined {
  const at = found.span?.source.position(found.span.start);
  return at && `${found.span?.source.path}:${at.line}:${at.column}`;
}

const folder = mkdtempSync(join(tmpdir(), 'isorule-mutated-'));
const written = mutants.map((mutant, i) => ({ ...mutant, file: join(folder, `${i}-${mutant.path}`) }));

beforeAll(async () => {
  // The grammars are built on first use, which is no mutant's fault.
  for (const { path, text } of allFiles) loadRules(new SourceText(path, text));
  for (const { file, text } of written) writeFileSync(file, text);
  await build({
    entryPoints: ['src/cli/bin.ts'],
    outfile: join(folder, 'cli.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: [...OPTIONAL],
    banner: {
      js: 'import { createRequire as requires } from "node:module"; const require = requires(import.meta.url);',
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('mutated rule files', () => {
  it('start from sound ones', () => {
    for (const { path, text } of allFiles) {
      const { rules, diagnostics } = loadRules(new SourceText(path, text));
      const errors = [...diagnostics, ...rules.flatMap((rule) => rule.diagnostics)].filter(isError);
      expect(errors.map(messageOf), path).toEqual([]);
      expect(rules.some(isUsable), path).toBe(true);
    }
  });

  it.each(share(mutants))('$name', ({ path, text, leaves }) => {
    const { value: loaded, taken } = cpuOf(() => loadRules(new SourceText(path, text)));
    expect(taken).toBeLessThan(LIMIT);
    const errors = [...loaded.diagnostics, ...loaded.rules.flatMap((rule) => rule.diagnostics)].filter(isError);
    for (const found of errors) expect(placeOf(found), messageOf(found)).toMatch(/^\S+:\d+:\d+$/);
    if (leaves === 'error') expect(errors.length).toBeGreaterThan(0);
    for (const rule of loaded.rules.filter(isUsable))
      for (const target of backends)
        expect(cpuOf(() => convertRule(rule, target)).taken, target.id).toBeLessThan(LIMIT);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  describe('by the command', () => {
    const run = (...files: readonly string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [join(folder, 'cli.mjs'), 'check', ...files], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      expect(stderr).not.toMatch(/^\s+at .*[(:/]\d+:\d+\)?$|isorule failed/m);
      return { status, stderr };
    };

    it.each(share(mutations.filter(({ leaves }) => leaves === 'error')).map(({ name }) => name))(
      'exit 2: %s',
      (mutation) => {
        const mutant = written.find((one) => one.mutation === mutation);
        const { status, stderr } = run(mutant?.file ?? '');
        expect(status).toBe(2);
        expect(stderr).toMatch(new RegExp(`${mutant?.path.replace('.', '\\.')}:\\d+:\\d+`));
      },
    );

    it('none keeps the others from being read', () => {
      const { status, stderr } = run(...written.map(({ file }) => file));
      expect(status).toBe(2);
      const silent = written.filter(({ leaves, file }) => leaves === 'error' && !stderr.includes(`${file}:`));
      expect(silent.map(({ name }) => name)).toEqual([]);
    });
  });
});
