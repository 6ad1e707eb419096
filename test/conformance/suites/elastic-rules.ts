import { parseEqlStatement } from '../../../grammars/eql/parse.ts';
import { loadRules } from '../../../src/compile.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { readEql } from '../../../src/frontends/eql/index.ts';
import { ecs } from '../../../src/schema/ecs.ts';
import { Slice } from '../../../src/text/slice.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type CaseResult, failed, type Outcome, PASSED, type Suite } from '../suite.ts';

interface RuleRow {
  readonly path: string;
  readonly rule_id: string;
  readonly name: string;
  readonly query: string;
  readonly toml: string;
  readonly branch?: string;
}

function wholeRule(row: RuleRow): Outcome {
  const loaded = loadRules(new SourceText(row.path, row.toml));
  const [rule] = loaded.rules;
  const errors = [...loaded.diagnostics, ...(rule?.diagnostics ?? [])].filter(isError).map(messageOf);
  if (!rule?.rule || errors.length > 0) return failed(errors.join('; ') || 'no rule was found');
  if (rule.metadata.ruleId !== row.rule_id || rule.metadata.name !== row.name)
    return failed('another name or id was read');
  const { query } = readEql(Slice.verbatim(new SourceText(row.path, row.query)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  return query?.kind === rule.rule.query.kind ? PASSED : failed('the query alone reads differently');
}

/** Elastic's published EQL rules, each from its TOML file to its meaning. */
export const elasticRules: Suite = {
  name: 'elastic/eql_rules',
  files: ['elastic/eql_rules.ndjson'],
  *run(corpus): Iterable<CaseResult> {
    for (const row of corpus.ndjson<RuleRow>('elastic/eql_rules.ndjson'))
      yield { case: row.path, outcome: wholeRule(row) };
  },
};

/** Older texts of the same rules: what was published once must still parse. */
export const elasticHistory: Suite = {
  name: 'elastic/eql_rules_history',
  files: ['elastic/eql_rules_history.ndjson'],
  *run(corpus): Iterable<CaseResult> {
    for (const row of corpus.ndjson<RuleRow>('elastic/eql_rules_history.ndjson')) {
      const { diagnostics } = parseEqlStatement(Slice.verbatim(new SourceText(row.path, row.query)));
      const errors = diagnostics.filter(isError).map(messageOf);
      yield { case: `${row.branch} ${row.path}`, outcome: errors.length === 0 ? PASSED : failed(errors.join('; ')) };
    }
  },
};
