import type { Rule, RuleMetadata } from '../../src/ir/rule.ts';
import type { Frag } from '../../src/target/frag.ts';
import { comment } from './lexical.ts';

const line = (label: string, value: string | number | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : [`${label}: ${value}`];

function facts(metadata: RuleMetadata): readonly string[] {
  return [
    ...(metadata.name ? [metadata.name] : []),
    ...line('id', metadata.ruleId),
    ...line('severity', metadata.severity),
    ...line('tags', metadata.tags?.join(', ')),
    ...line('license', metadata.license),
  ];
}

/** Comment lines that say which rule this is. */
export const header = (rule: Rule): readonly Frag[] => facts(rule.metadata).map(comment);
