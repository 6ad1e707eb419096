import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { assumptions } from './assumptions.ts';
import { emitEventQuery } from './emit.ts';
import { emitCorrelation } from './stateful/correlation.ts';
import { emitSample } from './stateful/sample.ts';
import { emitSequence } from './stateful/sequence.ts';

function emit(rule: Rule, options: EmitOptions): Emission {
  return onQuery<Emission>(rule.query, {
    event: (query) => emitEventQuery(rule, query, options),
    sequence: (query) => emitSequence(rule, query, options),
    sample: (query) => emitSample(rule, query, options),
    correlation: (query) => emitCorrelation(rule, query, options),
  });
}

/** Splunk's Search Processing Language. Uses `table` (the index), `idColumn`, `window` and `comments`. */
export const splunk: Backend = {
  id: 'splunk',
  name: 'Splunk SPL',
  summary: 'SPL searches over fields that are named as in ECS',
  extension: '.spl',
  docs: 'https://help.splunk.com/splunk-enterprise/spl-search-reference/9.2/search-commands/search',
  assumptions,
  keywords: 'in-event',
  emit,
};
