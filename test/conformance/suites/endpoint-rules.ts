import { parseEqlStatement } from '../../../grammars/eql/parse.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { Slice } from '../../../src/text/slice.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { SKIPS } from '../skips.ts';
import { type CaseResult, type Corpus, PASSED, type Suite, skipped } from '../suite.ts';

const FILE = 'elastic/eql_endpoint_rules.ndjson';

interface Row {
  readonly path: string;
  readonly query: string;
}

/** What the grammar has against a query, or nothing. */
function complaintOf({ path, query }: Row): string | undefined {
  const error = parseEqlStatement(Slice.verbatim(new SourceText(path, query))).diagnostics.find(isError);
  return error && messageOf(error);
}

function listed(corpus: Corpus): string {
  const counts = new Map<string, number>();
  for (const row of corpus.ndjson<Row>(FILE)) {
    const complaint = complaintOf(row);
    if (complaint !== undefined) counts.set(complaint, (counts.get(complaint) ?? 0) + 1);
  }
  const lines = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => `${String(count).padStart(4)} ${what}`);
  return ["Elastic Endpoint's rules that are not read:", ...lines].join('\n');
}

/** Rules of another dialect of EQL: those that Elasticsearch's grammar reads pass, the others are listed and left out. */
export const endpointRules: Suite = {
  name: 'elastic/eql_endpoint_rules',
  files: [FILE],
  *run(corpus): Iterable<CaseResult> {
    for (const row of corpus.ndjson<Row>(FILE))
      yield { case: row.path, outcome: complaintOf(row) === undefined ? PASSED : skipped(SKIPS.endpoint) };
  },
  appendix: listed,
};
