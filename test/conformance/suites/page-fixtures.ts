import { eqlTokens } from '../../../grammars/eql/parse.ts';
import { loadRules } from '../../../src/compile.ts';
import { readContainer } from '../../../src/containers/index.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { Slice } from '../../../src/text/slice.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type CaseResult, failed, type Outcome, PASSED, type Suite, same } from '../suite.ts';

interface Fixture {
  readonly path: string;
  readonly format: string;
  readonly page: string;
  readonly expected: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly type: string;
    readonly query: string;
    readonly query_note?: string;
  };
}

const tokens = (text: string): readonly string[] =>
  eqlTokens(Slice.verbatim(new SourceText('query.eql', text))).map(({ image }) => image.replace(/\s+/g, ' '));

/** The first field of the metadata that was read differently. */
function metadataOutcome(fixture: Fixture): Outcome {
  const [envelope] = readContainer(new SourceText('rule.md', fixture.page)).envelopes;
  if (!envelope) return failed('no rule was found on the page');
  const { metadata } = envelope;
  const read: Readonly<Record<string, unknown>> = {
    name: metadata.name,
    type: envelope.ruleType,
    index: metadata.index,
    severity: metadata.severity,
    risk_score: metadata.riskScore,
    interval: metadata.schedule?.interval,
    from: metadata.schedule?.from,
    max_signals: metadata.maxSignals,
    references: metadata.references ?? [],
    tags: metadata.tags,
    version: metadata.version,
    author: metadata.author,
    license: metadata.license,
    threat:
      metadata.threat?.flatMap(({ tactic, techniques }) => [
        tactic?.id,
        ...techniques.flatMap((one) => [one.id, ...one.subtechniques.map(({ id }) => id)]),
      ]) ?? [],
  };
  for (const [key, value] of Object.entries(fixture.expected)) {
    if (key === 'query' || key === 'query_note') continue;
    const outcome = same(read[key], value);
    if (outcome.kind === 'failed') return failed(`${key}: ${outcome.reason}`);
  }
  return PASSED;
}

function queryOutcome({ page, expected }: Fixture): Outcome {
  const { rules, diagnostics } = loadRules(new SourceText('rule.md', page));
  const [rule] = rules;
  const errors = [...diagnostics, ...(rule?.diagnostics ?? [])].filter(isError).map(messageOf);
  if (!rule?.rule) return failed(`the query was not read: ${errors.join('; ')}`);
  const { origin } = rule.rule.query;
  if (!origin) return failed('the query does not know its place');
  if (expected.query_note !== undefined) return PASSED;
  return same(tokens(origin.source.text.slice(origin.start, origin.end)), tokens(expected.query));
}

/** Documentation pages in three formats with the values a reader should find; queries are compared token by token. */
export const pageFixtures: Suite = {
  name: 'elastic/page_fixtures',
  files: ['elastic/page_fixtures.ndjson'],
  *run(corpus): Iterable<CaseResult> {
    for (const fixture of corpus.ndjson<Fixture>('elastic/page_fixtures.ndjson')) {
      const read = metadataOutcome(fixture);
      const outcome = read.kind === 'passed' && fixture.expected.type === 'eql' ? queryOutcome(fixture) : read;
      yield { case: `${fixture.format}: ${fixture.path}`, outcome };
    }
  },
};

interface ExportLine {
  readonly type?: string;
  readonly name?: string;
  readonly rule_id?: string;
}

/** A real Kibana export: EQL rules convert, the others are named as not convertible. */
export const kibanaExport: Suite = {
  name: 'elastic/kibana_export_sample',
  files: ['elastic/kibana_export_sample.ndjson'],
  *run(corpus): Iterable<CaseResult> {
    const file = 'elastic/kibana_export_sample.ndjson';
    const { rules, diagnostics } = loadRules(new SourceText(file, corpus.text(file)));
    for (const line of corpus.ndjson<ExportLine>(file)) {
      if (line.rule_id === undefined) continue;
      const rule = rules.find(({ metadata }) => metadata.ruleId === line.rule_id);
      const named = diagnostics.some(
        (found) => found.code === 'container/not-convertible' && messageOf(found).includes(line.name?.trim() ?? ''),
      );
      const right = line.type === 'eql' ? rule?.rule !== undefined : named;
      yield {
        case: line.name ?? line.rule_id,
        outcome: right
          ? PASSED
          : failed(line.type === 'eql' ? 'was not converted' : 'was not named as not convertible'),
      };
    }
  },
};
