import { messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import { readEql } from '../../../src/frontends/eql/index.ts';
import type { Query } from '../../../src/ir/query.ts';
import { ecs } from '../../../src/schema/ecs.ts';
import { Slice } from '../../../src/text/slice.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { SKIPS } from '../skips.ts';
import { type CaseResult, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

type Event = Readonly<Record<string, unknown>>;

interface Sample {
  readonly id: string;
  readonly rule_id: string;
  readonly rule_path: string;
  readonly expect: 'match' | 'no match';
  readonly docs: readonly Event[];
}

interface GeneveRow {
  readonly query: string;
  readonly branches: readonly (readonly Event[])[];
}

function read(path: string, text: string): Query | string {
  const { query, diagnostics } = readEql(Slice.verbatim(new SourceText(path, text)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  return query ?? diagnostics.map(messageOf).join('; ');
}

const TIME = { timestamp: '@timestamp' };

/** A rule matches a set of documents if it finds something in it. */
function verdict(query: Query | string, docs: readonly Event[], match: boolean): Outcome {
  if (typeof query === 'string') return failed(`the rule was refused: ${query}`);
  const found = runQuery(query, docs, TIME).length > 0;
  return found === match ? PASSED : failed(`the oracle ${found ? 'matches' : 'does not match'}`);
}

const events = (name: string): Suite => ({
  name,
  files: [`${name}.ndjson`, 'elastic/eql_rules.ndjson'],
  *run(corpus): Iterable<CaseResult> {
    const rules = new Map(
      corpus
        .ndjson<{ rule_id: string; query: string; path: string }>('elastic/eql_rules.ndjson')
        .map((rule) => [rule.rule_id, rule]),
    );
    for (const sample of corpus.ndjson<Sample>(`${name}.ndjson`)) {
      const rule = rules.get(sample.rule_id);
      const outcome = rule
        ? verdict(read(rule.path, rule.query), sample.docs, sample.expect === 'match')
        : failed('its rule is not in eql_rules.ndjson');
      yield { case: sample.id, outcome };
    }
  },
});

/** Documents made to match Elastic's rules. */
export const eventSamples = events('elastic/event_samples_ecs');
/** One change each: most must not match. */
export const eventNearMisses = events('elastic/event_nearmiss_ecs');

/** Whether a query of geneve's tests is EQL: some are Kibana's query language, some ask a function of its own. */
const isEql = (query: string): boolean =>
  /^(?:\w+ where|sequence|sample|any where)\b/.test(query) && !query.includes('_cardinality(');

/** Each document of an event query matches; those of a sequence do together, one after the other: they come without times. */
function setsOf(query: Query | string, { branches }: GeneveRow): readonly (readonly Event[])[] {
  if (typeof query === 'string' || query.kind === 'event') return branches.flat().map((doc) => [doc]);
  return branches.map((docs) => docs.map((doc, i) => ({ ...doc, [TIME.timestamp]: i })));
}

/** The queries of geneve's tests with the documents it made for them. */
export const geneveQueries: Suite = {
  name: 'elastic/geneve_query_documents',
  files: ['elastic/geneve_query_documents.ndjson'],
  *run(corpus): Iterable<CaseResult> {
    for (const row of corpus.ndjson<GeneveRow>('elastic/geneve_query_documents.ndjson')) {
      if (!isEql(row.query)) {
        yield { case: row.query, outcome: skipped(SKIPS.geneve) };
        continue;
      }
      const query = read('query.eql', row.query);
      const outcomes = setsOf(query, row).map((docs) => verdict(query, docs, true));
      yield { case: row.query, outcome: outcomes.find(({ kind }) => kind !== 'passed') ?? PASSED };
    }
  },
};
