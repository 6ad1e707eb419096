import { expect, it } from 'vitest';
import { emulatorDocs } from '../scripts/gen-emulator-docs.ts';

const docsFile = new URL('../docs/emulators.md', import.meta.url).pathname;

it('docs/emulators.md is what the tables say; if not, run the generator', async () => {
  await expect(emulatorDocs()).toMatchFileSnapshot(docsFile);
});
