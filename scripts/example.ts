import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exampleOutputs } from '../test/example-outputs.ts';

// Writes the outputs of the example rules: `npm run example`. A test says when they are stale.
const folder = 'examples/mssql-xp-cmdshell';
const outputs = exampleOutputs(readFileSync(join(folder, 'rule.md'), 'utf8'));
for (const [name, text] of outputs) {
  const path = join(folder, 'outputs', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
