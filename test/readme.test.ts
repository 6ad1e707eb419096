import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the README has two set-up commands, which CI runs as they stand', () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const commands = [...text.matchAll(/^```sh setup\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n').filter((line) => line !== ''),
  );
  expect(commands).toHaveLength(2);
});
