import { sigma } from '../../../backends/sigma/index.ts';
import { convertRule, isUsable, loadRules, reasonOf } from '../../../src/compile.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { sameNode } from '../../../src/ir/equal.ts';
import { printCond } from '../../../src/ir/print.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type CaseResult, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

const RULES = 'sigma/rules/rules.ndjson';

interface RuleRow {
  readonly path: string;
  readonly yaml: string;
}

/** The first part in which two rules differ, as both say it. */
function difference(before: Rule, after: Rule): string {
  const parts = ['taxonomy', 'logSource', 'metadata', 'time'] as const;
  const part = parts.find((key) => !sameNode(before[key], after[key]));
  if (part) return `${part} ${JSON.stringify(before[part])} came back as ${JSON.stringify(after[part])}`;
  const [was, is] = [before.query, after.query];
  if (was.kind !== 'event' || is.kind !== 'event') return 'the query came back as another kind';
  return `${printCond(was.filter.condition)}\n  came back as\n  ${printCond(is.filter.condition)}`;
}

/** Prints a rule from what is known of it, not from its text, and reads that as the file that the rule came from. */
function outcomeOf({ path, yaml }: RuleRow): Outcome {
  const [loaded] = loadRules(new SourceText(path, yaml)).rules;
  if (!loaded || !isUsable(loaded)) {
    const other = loaded?.diagnostics.find((one) => isError(one) && one.code !== 'sigma/unresolved-placeholder');
    if (!loaded || other) return failed(other ? messageOf(other) : 'no rule was read');
    return skipped('an `expand` placeholder has no values');
  }
  const conversion = convertRule(loaded, sigma);
  if (conversion.text === undefined) return failed(reasonOf(conversion));
  const [again] = loadRules(new SourceText(path, conversion.text)).rules;
  if (!again || !isUsable(again)) return failed(`the output is refused:\n${conversion.text}`);
  return sameNode(loaded.rule, again.rule) ? PASSED : failed(difference(loaded.rule, again.rule));
}

/** Every published Sigma rule that is written as Sigma and read back is the same rule: meaning, log source and metadata. */
export const sigmaRoundTrip: Suite = {
  name: 'sigma/round trip',
  files: [RULES],
  *run(corpus): Iterable<CaseResult> {
    for (const row of corpus.ndjson<RuleRow>(RULES)) yield { case: row.path, outcome: outcomeOf(row) };
  },
};
