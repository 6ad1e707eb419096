import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

const FAULTS = [
  ['an upward import', 'src/ir/planted-up.ts', "import '../compile.ts';\n", 'room:src/ir'],
  [
    'a front end in a backend',
    'backends/eql/planted-front-end.ts',
    "import '../../src/frontends/eql/index.ts';\n",
    'room:backends',
  ],
  [
    'a backend in a backend',
    'backends/eql/planted-stranger.ts',
    "import '../sql/index.ts';\n",
    'backends-are-strangers',
  ],
  [
    'a backend in an artefact',
    'src/artifacts/planted.ts',
    "import '../../backends/eql/index.ts';\n",
    'room:src/artifacts',
  ],
  ['the IR in an emulator', 'src/emulate/planted.ts', "import '../ir/build.ts';\n", 'room:src/emulate'],
  ['a package outside its home', 'src/ir/planted-package.ts', "import 'chevrotain';\n", 'package:chevrotain'],
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
] as const;

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

let copy = '';
let violations: readonly Violation[] = [];

beforeAll(() => {
  // Below the repository, so that packages are found, and outside node_modules, so that their paths still name it.
  mkdirSync(join(root, '.cache'), { recursive: true });
  copy = mkdtempSync(join(root, '.cache', 'fence-'));
  for (const room of ['src', 'grammars', 'backends', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs'])
    cpSync(join(root, room), join(copy, room), { recursive: true });
  for (const [, path, text] of FAULTS) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const paths = FAULTS.map(([, path]) => path);
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths],
    { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  violations = (JSON.parse(stdout) as { summary: { violations: readonly Violation[] } }).summary.violations;
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the fence', () => {
  it.each(FAULTS)('catches %s', (_what, path, _text, rule) => {
    const broken = violations.filter(({ from }) => from === path).map((found) => found.rule.name);
    expect(broken).toContain(rule);
  });
});
