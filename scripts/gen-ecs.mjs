// Makes src/schema/data/ecs.generated.ts from a list of ECS field types: `node scripts/gen-ecs.mjs ecs-types.json`.
// The list is JSON: { "field": { "type": "keyword", "array": true } }.
import { readFileSync, writeFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
if (!path) throw new Error('usage: node scripts/gen-ecs.mjs ecs-types.json');
const types = JSON.parse(readFileSync(path, 'utf8'));
const byType = new Map();
for (const [name, { type, array }] of Object.entries(types)) {
  const key = array ? `${type}[]` : type;
  byType.set(key, [...(byType.get(key) ?? []), name]);
}
const rows = [...byType]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([type, names]) => `  ${JSON.stringify(type)}:\n    ${JSON.stringify(names.sort().join(' '))},`);
const text = `// Made by scripts/gen-ecs.mjs from the field types of the Elastic Common Schema (Apache-2.0); do not edit.\n/** Type (with \`[]\` where ECS says that the field is a list) to the names of its fields, separated by blanks. */\nexport const ecsFields: Readonly<Record<string, string>> = {\n${rows.join('\n')}\n};\n`;
writeFileSync(new URL('../src/schema/data/ecs.generated.ts', import.meta.url), text);
