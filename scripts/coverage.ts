// How much of a rule corpus each mapping takes. usage: npm run coverage -- [CORPUS] [--mapping NAME] [--group TEXT] [--reasons]
import { parseArgs } from 'node:util';
import { Corpus } from '../test/conformance/suite.ts';
import { RULE_FILES, ruleGroups } from '../test/mapping/corpora.ts';
import { type CoverageRow, coverage, OUTCOMES } from '../test/mapping/coverage.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mapping: { type: 'string' },
    group: { type: 'string' },
    reasons: { type: 'boolean', default: false },
  },
});

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
const COLUMNS = [...OUTCOMES, 'rules', 'mapped'];

function line(row: CoverageRow): string {
  const counts = OUTCOMES.map((outcome) => row.counts[outcome]);
  const whole = percent(row.counts.sure + row.counts.guessed, row.total);
  const cells = [...counts, row.total, whole].map((cell) => String(cell).padStart(9));
  return `${row.group.padEnd(44)} ${row.mapping.padEnd(16)}${cells.join('')}`;
}

const reasonLines = ({ reasons }: CoverageRow): readonly string[] =>
  [...reasons].sort(([, a], [, b]) => b - a).map(([why, count]) => `      ${String(count).padStart(4)}  ${why}`);

/** The rows of groups whose names begin alike, in one. */
function together(rows: readonly CoverageRow[], group: string): readonly CoverageRow[] {
  const sums = new Map<string, CoverageRow>();
  for (const row of rows.filter((one) => one.group.startsWith(group))) {
    const sum = sums.get(row.mapping);
    const counts = sum
      ? Object.fromEntries(OUTCOMES.map((key) => [key, sum.counts[key] + row.counts[key]]))
      : row.counts;
    sums.set(row.mapping, {
      ...row,
      group,
      counts: counts as CoverageRow['counts'],
      total: (sum?.total ?? 0) + row.total,
    });
  }
  return [...sums.values()];
}

const TOTALS = ['EQL windows', 'EQL linux', 'EQL macos', 'EQL', 'Sigma windows', 'Sigma linux', 'Sigma macos', 'Sigma'];

const corpus = new Corpus(positionals[0] ?? '../shared/corpus');
const missing = RULE_FILES.filter((file) => !corpus.has(file));
for (const file of missing) console.error(`${file} is not there, so its rules are left out`);
const rows = ruleGroups(corpus)
  .filter(({ name }) => name.includes(values.group ?? ''))
  .flatMap(coverage)
  .filter(({ mapping }) => values.mapping === undefined || mapping === values.mapping);
const header = `${'rules'.padEnd(44)} ${'mapping'.padEnd(16)}${COLUMNS.map((name) => name.padStart(9)).join('')}`;
console.log(
  'sure + guessed = mapped with every test; left out: some tests have no columns, and the output finds more\n',
);
console.log(header);
for (const row of rows) console.log([line(row), ...(values.reasons ? reasonLines(row) : [])].join('\n'));
console.log(`\n${header}`);
for (const row of TOTALS.flatMap((group) => together(rows, group))) console.log(line(row));
