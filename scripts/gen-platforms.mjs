// Makes src/schema/data/platforms.generated.ts from the columns of platforms' tables: `node scripts/gen-platforms.mjs target_schemas.json`.
// The list is JSON: { "defender_xdr": { "table": { "column": "type" } }, "sentinel_asim": …, "ocsf": { "types": { "attribute": "type" } } }.
// A column that has another type in another table has none: nothing is said of it.
import { readFileSync, writeFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
if (!path) throw new Error('usage: node scripts/gen-platforms.mjs target_schemas.json');
const { defender_xdr: defender, sentinel_asim: asim, ocsf } = JSON.parse(readFileSync(path, 'utf8'));

const TYPES = {
  text: /^(string|enumerated|user.*|username.*|apptype|url|hostname|domaintype|dvcidtype|devicetype|country|region|city|md5|sha\d+|mac)$/,
  long: /^(int|integer|long)$/,
  double: /^(real|latitude|longitude)$/,
  boolean: /^bool(ean)?$/,
  date: /^(datetime|date\/time)$/,
  ip: /^ip address$/,
};
const OCSF = {
  text: /^(string|email|url|uuid|hostname|mac|file_name|file_path|file_hash|process_name|resource_uid|username|subnet|bytestring|datetime|reg_key_path)_t$/,
  long: /^(integer|long|port|timestamp)_t$/,
  double: /^float_t$/,
  boolean: /^boolean_t$/,
  ip: /^ip_t$/,
};

/** The columns of all tables, those of which two say the same. */
function typesOf(tables) {
  const found = new Map();
  for (const columns of tables)
    for (const [name, type] of Object.entries(columns)) {
      const [known] = Object.entries(TYPES).find(([, spelling]) => spelling.test(type.toLowerCase())) ?? [];
      if (!/^\w+$/.test(name) || known === undefined) continue;
      found.set(name, (found.get(name) ?? new Set()).add(known));
    }
  return [...found].flatMap(([name, types]) => (types.size === 1 ? [[name, [...types][0]]] : []));
}

const attributes = Object.entries(ocsf.types).flatMap(([name, type]) => {
  const [known] = Object.entries(OCSF).find(([, spelling]) => spelling.test(type)) ?? [];
  return known === undefined ? [] : [[name, known]];
});

function table(name, doc, rows) {
  const byType = new Map();
  for (const [column, type] of rows) byType.set(type, [...(byType.get(type) ?? []), column]);
  const lines = [...byType]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, names]) => `  ${type}:\n    '${names.sort().join(' ')}',`);
  return `\n/** ${doc} */\nexport const ${name}: PlatformTypes = {\n${lines.join('\n')}\n};\n`;
}

const text = `// Made by scripts/gen-platforms.mjs from the vendors' documentation of their tables; do not edit.
import type { FieldType } from '../../ir/value.ts';

/** Type to the names of its columns, separated by blanks. */
export type PlatformTypes = { readonly [T in FieldType]?: string };
${table('defenderColumns', 'Columns of the tables of advanced hunting in Microsoft Defender XDR.', typesOf(Object.values(defender)))}${table('asimColumns', "Columns of the schemas of Microsoft Sentinel's unifying parsers.", typesOf(Object.values(asim)))}${table('ocsfAttributes', 'Attributes of OCSF by their own names, wherever they stand in an event.', attributes)}`;
writeFileSync(new URL('../src/schema/data/platforms.generated.ts', import.meta.url), text);
