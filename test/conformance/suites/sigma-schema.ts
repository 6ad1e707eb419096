import { sigma } from '../../../backends/sigma/index.ts';
import { convertRule, isUsable, loadRules } from '../../../src/compile.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import { sigmaFaults } from '../../sigma-schema.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';
import { RULES as SIGMA, usable } from './sigma-rules.ts';

const ELASTIC = 'elastic/eql_rules.ndjson';

function outcomeOf(loaded: Usable): Outcome {
  const { text, ledger } = convertRule(loaded, sigma);
  const refused = ledger.find(({ effect }) => effect === 'unsupported');
  if (text === undefined)
    return refused ? skipped('Sigma cannot say the rule, as its ledger has it') : failed('no text');
  const faults = sigmaFaults(text);
  return faults.length === 0 ? PASSED : failed(`${faults.join('; ')}\n${text}`);
}

const elasticRules = (corpus: Corpus): readonly Usable[] =>
  corpus
    .ndjson<{ path: string; toml: string }>(ELASTIC)
    .flatMap(({ path, toml }) => loadRules(new SourceText(path, toml)).rules.filter(isUsable));

const sources = [
  { name: 'sigma/schema of Elastic rules', file: ELASTIC, rules: elasticRules },
  { name: 'sigma/schema of Sigma rules', file: SIGMA, rules: usable },
];

/** Every Sigma text that is written of a published rule is a file that Sigma's own schema takes, its keys in SigmaHQ's order. */
export const sigmaSchema: readonly Suite[] = sources.map(({ name, file, rules }) => ({
  name,
  files: [file],
  *run(corpus): Iterable<CaseResult> {
    for (const loaded of rules(corpus)) yield { case: loaded.rule.source.path, outcome: outcomeOf(loaded) };
  },
}));
