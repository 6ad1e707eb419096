import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exampleOutputs, targetOutputs } from '../test/example-outputs.ts';

// Writes the outputs of the example rules: `npm run example`. A test says when they are stale.
const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

function writeAll(folder: string, outputs: ReadonlyMap<string, string>): void {
  for (const [name, text] of outputs) {
    const path = join(folder, 'outputs', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const [elastic, sigma] = ['examples/mssql-xp-cmdshell', 'examples/sigma-shadow-copies'] as const;
writeAll(elastic, exampleOutputs(read(elastic, 'rule.md')));
writeAll(sigma, targetOutputs('rule.yml', read(sigma, 'rule.yml')));
