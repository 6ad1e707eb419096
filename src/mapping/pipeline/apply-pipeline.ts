import type { Rule } from '../../ir/rule.ts';
import { fieldsOfQuery } from '../../ir/walk.ts';
import type { LedgerEntry } from '../../target/ledger.ts';
import type { MappedField } from '../map-rule.ts';
import type { Pipeline } from './pipeline.ts';
import { Work } from './work.ts';

export interface Piped {
  readonly rule?: Rule;
  readonly fields: readonly MappedField[];
  readonly entries: readonly LedgerEntry[];
}

const namesOf = (rule: Rule): readonly string[] => fieldsOfQuery(rule.query).map(({ name }) => name);

/** A rule as a pipeline changes it, in the order of its items. What it means is the word of whoever wrote the pipeline, which is said. */
export function applyPipeline(rule: Rule, { name, items }: Pipeline): Piped {
  if (rule.query.kind === 'correlation') {
    const why = 'pipelines do not change correlations yet';
    return { fields: [], entries: [{ effect: 'unsupported', construct: 'mapping', why }] };
  }
  const work = new Work(rule);
  for (const { scope, apply } of items) {
    if (!scope.forRule(work)) continue;
    apply(work, scope);
    work.applied(scope.id);
    if (work.failure !== undefined) break;
  }
  const { failure, entries } = work;
  if (failure !== undefined)
    return { fields: [], entries: [...entries, { effect: 'unsupported', construct: 'mapping', why: failure }] };
  const before = new Set(namesOf(rule));
  const fields = namesOf(work.rule).map<MappedField>((field) => ({
    field,
    columns: [field],
    how: 'column',
    ...(before.has(field) ? { confidence: 'sure' } : { confidence: 'likely', note: `named by ${name}` }),
  }));
  const same = work.rule === rule;
  const said: LedgerEntry = {
    effect: 'conditional',
    construct: 'mapping',
    why: `${name} says what the platform's fields and values are`,
    assumption: 'mapping/pipeline',
  };
  return { rule: work.rule, fields, entries: same ? entries : [...entries, said] };
}
