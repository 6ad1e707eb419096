import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { assumptions } from './assumptions.ts';
import { emitCorrelation } from './correlation/emit.ts';
import { emitEventQuery } from './emit.ts';
import { emitSample } from './sample.ts';
import { emitSequence } from './sequence.ts';

function emit(rule: Rule, options: EmitOptions): Emission {
  return onQuery<Emission>(rule.query, {
    event: (query) => emitEventQuery(rule, query, options),
    sequence: (query) => emitSequence(rule, query, options),
    sample: (query) => emitSample(rule, query, options),
    correlation: (query) => emitCorrelation(rule, query, options),
  });
}

/** The Kusto Query Language: one table, one typed column a field. Uses `table`, `idColumn`, `window` and `comments`. */
export const kusto: Backend = {
  id: 'kusto',
  name: 'Kusto Query Language',
  summary: 'KQL for Azure Data Explorer, Microsoft Sentinel and Defender XDR',
  extension: '.kql',
  docs: 'https://learn.microsoft.com/kusto/query/',
  assumptions,
  keywords: 'in-event',
  places: ['table'],
  emit,
};
