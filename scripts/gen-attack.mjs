// Makes src/target/data/attack.generated.ts from MITRE's ids and names: `node scripts/gen-attack.mjs attack.json`.
// The list is JSON: { "tactics": { "TA0001": { "name": … } }, "techniques": { "T1003": { "name": …, "tactics": ["TA0006"] } } }.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
if (!path) throw new Error('usage: node scripts/gen-attack.mjs attack.json');
const { tactics, techniques } = JSON.parse(readFileSync(path, 'utf8'));
const rows = (table) =>
  Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([id, { name }]) =>
        `  ${id.includes('.') ? `'${id}'` : id}: ${name.includes("'") ? JSON.stringify(name) : `'${name}'`},`,
    )
    .join('\n');
const tacticRows = Object.entries(techniques)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([id, row]) => `  ${id.includes('.') ? `'${id}'` : id}: [${row.tactics.map((one) => `'${one}'`).join(', ')}],`)
  .join('\n');
const table = (name, doc, values) =>
  `/** ${doc} */\nexport const ${name}: Readonly<Record<string, string>> = {\n${rows(values)}\n};\n`;
const text = `// Made by scripts/gen-attack.mjs from the ids and names of MITRE ATT&CK (c) The MITRE Corporation; do not edit.
${table('attackTactics', 'The id of a tactic to its name.', tactics)}
${table('attackTechniques', 'The id of a technique or sub-technique to its name.', techniques)}
/** The id of a technique or sub-technique to the ids of its tactics. */
export const techniqueTactics: Readonly<Record<string, readonly string[]>> = {
${tacticRows}
};
`;
const folder = new URL('../src/target/data/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('attack.generated.ts', folder), text);
