import { isUsable, loadRules } from '../../src/compile.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Corpus } from '../conformance/suite.ts';

/** Rules of one origin, under the name that tables print. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export const RULE_FILES = ['elastic/eql_rules.ndjson', 'sigma/rules/rules.ndjson'] as const;

interface Row {
  readonly path: string;
  readonly toml?: string;
  readonly yaml?: string;
}

const rulesOf = ({ path, toml, yaml }: Row): readonly Rule[] =>
  loadRules(new SourceText(path, toml ?? yaml ?? ''))
    .rules.filter(isUsable)
    .map(({ rule }) => rule);

/** EQL rules go by what they are about, Sigma's by their log source. */
function groupOf({ language, query, logSource = {}, source }: Rule): string {
  if (language === 'eql') {
    const folder = source.path.split('/').at(1) ?? '';
    return `EQL ${folder} ${query.kind === 'event' ? (query.filter.category?.value ?? 'any') : query.kind}`;
  }
  const { category, product, service } = logSource;
  return `Sigma ${product ?? '*'} ${category ?? service ?? '*'}`;
}

/** The corpus's rules, grouped; those that can't be read are left to the suites of their front end. */
export function ruleGroups(corpus: Corpus): readonly RuleGroup[] {
  const groups = new Map<string, Rule[]>();
  const rows = RULE_FILES.filter((file) => corpus.has(file)).flatMap((file) => corpus.ndjson<Row>(file));
  for (const rule of rows.flatMap(rulesOf)) {
    const name = groupOf(rule);
    const group = groups.get(name);
    if (group) group.push(rule);
    else groups.set(name, [rule]);
  }
  return [...groups].map(([name, rules]) => ({ name, rules })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
