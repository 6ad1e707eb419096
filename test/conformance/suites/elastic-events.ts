import { messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { holds } from '../../../src/eval/cond.ts';
import { readEql } from '../../../src/frontends/eql/index.ts';
import { filterCondition } from '../../../src/ir/build.ts';
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
  readonly branches: readonly (readonly (readonly Event[])[])[];
}

function read(path: string, text: string): Query | string {
  const { query, diagnostics } = readEql(Slice.verbatim(new SourceText(path, text)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  return query ?? diagnostics.map(messageOf).join('; ');
}

/** An event rule matches a set of documents if it matches one of them. */
function verdict(query: Query | string, docs: readonly Event[], match: boolean): Outcome {
  if (typeof query === 'string') return failed(`the rule was refused: ${query}`);
  if (query.kind !== 'event') return skipped(SKIPS.stateful);
  const cond = filterCondition(query.filter);
  const found = docs.some((doc) => holds(cond, doc));
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
      const sets = row.branches.flat();
      const outcomes = sets.map((docs) => verdict(query, Array.isArray(docs) ? docs : [docs], true));
      yield { case: row.query, outcome: outcomes.find(({ kind }) => kind !== 'passed') ?? PASSED };
    }
  },
};
