import { kusto } from '../../../backends/kusto/index.ts';
import { convertRule, isUsable, loadRuleSet } from '../../../src/compile.ts';
import { loadKustoService } from '../../../src/engines/kusto-service.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { shapeDifference, shapes } from '../kusto-shape.ts';
import { type CaseResult, type Corpus, failed, PASSED, type Suite, skipped } from '../suite.ts';

const ELASTIC = 'elastic/eql_rules.ndjson';
const SIGMA = 'sigma/rules/rules.ndjson';

interface Row {
  readonly path: string;
  readonly toml?: string;
  readonly yaml?: string;
}

/** Every published rule for which there is KQL: as our parser reads it, and as Microsoft's does. */
export const kustoParity: Suite = {
  name: 'kusto/parse parity',
  files: [ELASTIC, SIGMA],
  async *run(corpus: Corpus): AsyncIterable<CaseResult> {
    const service = await loadKustoService();
    const rows = [ELASTIC, SIGMA].flatMap((file) => corpus.ndjson<Row>(file));
    const sources = rows.map(({ path, toml, yaml }) => new SourceText(path, toml ?? yaml ?? ''));
    for (const [at, { rules }] of loadRuleSet(sources).entries()) {
      for (const rule of rules.filter(isUsable)) {
        const { text } = convertRule(rule, kusto);
        if (text === undefined) continue;
        const name = rows[at]?.path ?? '';
        if ('missing' in service) {
          yield { case: name, outcome: skipped(service.missing) };
          continue;
        }
        const difference = shapeDifference(shapes(text, service));
        yield { case: name, outcome: difference === undefined ? PASSED : failed(difference) };
      }
    }
  },
};
