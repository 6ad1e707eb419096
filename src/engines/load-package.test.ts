import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { loadPackage } from './load-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'isorule-engines-'));
const plant = (name: string, code: string): void => {
  mkdirSync(join(folder, 'node_modules', name), { recursive: true });
  writeFileSync(join(folder, 'node_modules', name, 'index.js'), code);
};
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('a package is found in the folder that ISORULE_ENGINES names, and only with it', () => {
  plant('isorule-test-engine', 'module.exports = { answer: 42 };');
  expect(loadPackage('isorule-test-engine')).toEqual({
    missing: 'the package isorule-test-engine is not installed (npm install isorule-test-engine)',
  });
  vi.stubEnv('ISORULE_ENGINES', folder);
  expect(loadPackage('isorule-test-engine')).toEqual({ answer: 42 });
});

test('a package that does not start says so', () => {
  plant('isorule-broken-engine', "throw new Error('no such machine');");
  vi.stubEnv('ISORULE_ENGINES', folder);
  expect(loadPackage('isorule-broken-engine')).toEqual({
    missing: expect.stringContaining('does not load: Error: no such machine'),
  });
});
