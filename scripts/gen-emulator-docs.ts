import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readingTable } from '../src/emulate/spl/readings.ts';
import { type ReferenceRow, reference as spl } from '../src/emulate/spl/reference.ts';

interface Emulator {
  readonly title: string;
  readonly room: string;
  readonly reference: readonly ReferenceRow[];
  readonly readings: Readonly<
    Record<string, { readonly values: readonly string[]; readonly about: string; readonly source: string }>
  >;
}

const emulators: readonly Emulator[] = [
  { title: 'Splunk SPL', room: 'src/emulate/spl', reference: spl, readings: readingTable },
];

const KINDS = ['command', 'operator', 'function'] as const;

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function kindSection(kind: (typeof KINDS)[number], { reference }: Emulator): string {
  const rows = reference.filter((row) => row.kind === kind);
  const lines = rows.map(({ id, case: shown, docs, open }) => [code(id), shown, `[page](${docs})`, cell(open ?? '')]);
  return `### ${kind[0]?.toUpperCase()}${kind.slice(1)}s (${rows.length})\n\n${table(['', 'case', 'vendor', 'open, or practice'], lines)}`;
}

function section(emulator: Emulator): string {
  const readings = Object.entries(emulator.readings).map(([name, { values, about, source }]) => [
    code(name),
    values.map(code).join(' or '),
    cell(about),
    cell(source),
  ]);
  return [
    `## ${emulator.title}`,
    `Room: \`${emulator.room}\`. What is not in these tables is an error when met.`,
    ...KINDS.map((kind) => kindSection(kind, emulator)),
    `### Readings (${readings.length})\n\nQuestions that the documents leave open; the first answer is the default.\n\n${table(['', 'answers', 'about', 'source'], readings)}`,
  ].join('\n\n');
}

/** The text of `docs/emulators.md`. */
export function emulatorDocs(): string {
  const intro = [
    '# Emulators',
    'Made by `scripts/gen-emulator-docs.ts` from the tables that the emulators run by; do not edit.',
    'An emulator says what a query of another platform means, from the documents of its vendor alone: rows in, rows out. Each line names the case in `test/conformance/targets` that shows it.',
  ];
  return `${[...intro, ...emulators.map(section)].join('\n\n')}\n`;
}

// Run from the root: node scripts/run-ts.mjs scripts/gen-emulator-docs.ts
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync('docs/emulators.md', emulatorDocs());
