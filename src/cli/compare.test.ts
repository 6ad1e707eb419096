import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import type { Lane } from '../index.ts';

/** Whether the outputs say the opposite of what they say; and what was written. */
const planted = vi.hoisted(() => ({ lies: false, written: [] as string[] }));

vi.mock('../index.ts', async (original) => {
  const actual = await original<typeof import('../index.ts')>();
  const lying = (lane: Lane): Lane => {
    const { runner } = lane;
    if ('missing' in runner) return lane;
    return {
      ...lane,
      runner: {
        ...runner,
        run: async (trial) => {
          const found = await runner.run(trial);
          if ('fault' in found) return found;
          const ways = found.ways.map((way) => ({ ...way, verdicts: way.verdicts.map((verdict) => !verdict) }));
          return { ways };
        },
      },
    };
  };
  const openLanes: typeof actual.openLanes = async (...args) => {
    const lanes = await actual.openLanes(...args);
    return planted.lies ? lanes.map(lying) : lanes;
  };
  return { ...actual, openLanes };
});

vi.mock('./console.ts', async (original) => ({
  ...(await original<typeof import('./console.ts')>()),
  out: (text: string): void => {
    planted.written.push(text);
  },
}));

// Other tests of this process may have loaded the modules without what is planted here.
vi.resetModules();
const { compare } = await import('./compare.ts');

const folder = mkdtempSync(join(tmpdir(), 'isorule-'));
const path = join(folder, 'rule.eql');
writeFileSync(path, 'process where process.name == "a.exe"\n');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  planted.lies = false;
});

async function run(format: 'text' | 'json' | 'html'): Promise<{ readonly code: number; readonly text: string }> {
  planted.written.length = 0;
  const code = await compare([path], { to: 'js', format, seed: 1, count: 20 }, {});
  return { code, text: planted.written.join('') };
}

test('an output that says what the rule says is no finding, in every format', async () => {
  const [text, json, html] = [await run('text'), await run('json'), await run('html')];
  expect([text.code, json.code, html.code]).toEqual([0, 0, 0]);
  expect(text.text).toContain('js');
  const { rules } = JSON.parse(json.text) as { readonly rules: readonly unknown[] };
  expect(rules).toHaveLength(1);
  expect(json.text).not.toContain(':"unannounced"');
  expect(html.text).toMatch(/^<!doctype html>/i);
});

test.each([
  ['text', 'unannounced'],
  ['json', ':"unannounced"'],
  ['html', 'unannounced'],
] as const)('an unannounced difference is exit code 1: %s', async (format, said) => {
  planted.lies = true;
  const { code, text } = await run(format);
  expect(code).toBe(1);
  expect(text).toContain(said);
});
