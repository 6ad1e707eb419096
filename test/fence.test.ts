import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
let copy = '';

beforeAll(() => {
  // Below the repository, so that packages are found, and outside node_modules, so that their paths still name it.
  mkdirSync(join(root, '.cache'), { recursive: true });
  copy = mkdtempSync(join(root, '.cache', 'fence-'));
  for (const room of ['src', 'grammars', 'backends', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs'])
    cpSync(join(root, room), join(copy, room), { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Plants one file, asks the fence about it, and takes it out again. */
function rulesBroken(path: string, text: string): readonly string[] {
  const file = join(copy, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const cruise = join(root, 'node_modules/.bin/depcruise');
  const { stdout } = spawnSync(cruise, ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', path], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  rmSync(file);
  const found = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return found.summary.violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);
}

describe('the fence', () => {
  it.each([
    ['an upward import', 'src/ir/planted.ts', "import '../compile.ts';\n", 'room:src/ir'],
    [
      'a front end in a backend',
      'backends/eql/planted.ts',
      "import '../../src/frontends/eql/index.ts';\n",
      'room:backends',
    ],
    ['a backend in a backend', 'backends/eql/planted.ts', "import '../sql/index.ts';\n", 'backends-are-strangers'],
    ['the IR in an emulator', 'src/emulate/planted.ts', "import '../ir/build.ts';\n", 'room:src/emulate'],
    ['a package outside its home', 'src/ir/planted.ts', "import 'chevrotain';\n", 'package:chevrotain'],
    [
      'the machine outside cli and engines',
      'src/eval/planted.ts',
      "import 'node:fs';\n",
      'only-cli-and-engines-touch-the-machine',
    ],
    [
      'a room that is not listed',
      'src/cellar/planted.ts',
      "export { didYouMean } from '../base/did-you-mean.ts';\n",
      'every-room-is-listed',
    ],
  ])('catches %s', (_what, path, text, rule) => {
    expect(rulesBroken(path, text)).toContain(rule);
  });
});
