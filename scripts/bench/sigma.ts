import { parseAllDocuments } from 'yaml';
import { splunk } from '../../backends/splunk/index.ts';
import { convertRule, isUsable } from '../../src/compile.ts';
import { readContainer } from '../../src/containers/index.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import type { Cut } from '../../src/load/front-end.ts';
import { sigma as frontEnd } from '../../src/load/sigma.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { corpusText, rowsOf } from './corpus.ts';
import { type Measured, measure, printTable, type Work } from './measure.ts';
import type { Section } from './section.ts';

interface Row {
  readonly path: string;
  readonly yaml: string;
}

const FILE = 'sigma/rules/rules.ndjson';
/** Rules a second, of all that comes behind the YAML. */
const GOAL = 10_000;

const YAML = 'YAML to located values';
const CUT = 'YAML to metadata and sections';
const LOWER = 'lower and check';
const EMIT = 'prepare and emit splunk';

/** Each stage by itself, on what the one before it made. The files are one set, as in one call of the command. */
function stages(rows: readonly Row[]): readonly Work[] {
  const sources = rows.map(({ path, yaml }) => new SourceText(path, yaml));
  const cuts = sources.flatMap((source) =>
    readContainer(source).envelopes.map((envelope, index): Cut => ({ envelope, index })),
  );
  const rules = frontEnd(cuts, {}).filter(isUsable);
  return [
    { name: 'floor: the yaml package', run: () => rows.map(({ yaml }) => parseAllDocuments(yaml)) },
    { name: YAML, run: () => sources.map((source) => readYaml(source)) },
    { name: CUT, run: () => sources.map((source) => readContainer(source)) },
    { name: LOWER, run: () => frontEnd(cuts, {}) },
    { name: EMIT, run: () => rules.map((rule) => convertRule(rule, splunk)) },
  ];
}

const took = (measured: readonly Measured[], name: string): number =>
  measured.find((one) => one.name === name)?.median ?? Number.NaN;

/** How fast the published Sigma rules become SPL in a warm process. */
export const sigma: Section = {
  id: 'sigma',
  title: 'Sigma rules to Splunk',
  async run() {
    const text = corpusText(FILE);
    if (text === undefined) return;
    const rows = rowsOf<Row>(text);
    const measured = await measure(stages(rows), 5);
    printTable(measured, rows.length, 'rules');
    const behind = took(measured, CUT) - took(measured, YAML) + took(measured, LOWER) + took(measured, EMIT);
    const rate = Math.round(rows.length / (behind / 1000));
    const says = rate >= GOAL ? 'reached' : 'NOT REACHED';
    console.log(
      `\nall behind the YAML: ${behind.toFixed(0)} ms, ${rate.toLocaleString('en')} rules/s (at least 10,000: ${says})`,
    );
  },
};
