import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { collections, fidelityDocs, judges, sectionsOf } from './fidelity-docs.ts';

/** usage, from the root: npm run fidelity -- [DIR], a folder laid out as the corpus */
async function main(): Promise<void> {
  const corpus = process.argv[2] ?? '../../shared/corpus';
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const there = collections.filter(({ file }) => existsSync(`${corpus}/${file}`));
  const sections = there.flatMap((one) => sectionsOf(one, one.load(readFileSync(`${corpus}/${one.file}`, 'utf8'))));
  writeFileSync(
    'docs/fidelity.md',
    fidelityDocs(new Date().toISOString().slice(0, 10), await judges(version), sections),
  );
}

await main();
