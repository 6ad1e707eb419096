import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The reference corpus beside the repository. */
const folder = new URL('../shared/corpus/', `file://${process.cwd()}/`);

/** The text of a file of the corpus; says so on the output where it is missing. */
export function corpusText(file: string): string | undefined {
  const path = fileURLToPath(new URL(file, folder));
  if (existsSync(path)) return readFileSync(path, 'utf8');
  console.log(`left out: ${file} is not in the reference corpus beside the repository`);
  return undefined;
}

/** The rows of an NDJSON text. */
export const rowsOf = <T>(text: string): readonly T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
