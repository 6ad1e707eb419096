import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { assumptions } from './assumptions.ts';
import type { SqlDialect } from './dialect.ts';
import { dialects } from './dialects/index.ts';
import { emitEventQuery } from './emit.ts';
import { formatSql } from './format.ts';
import { layoutProblem } from './place.ts';
import { emitCorrelation } from './stateful/correlation/emit.ts';
import { emitSequence } from './stateful/emit.ts';
import { emitSample } from './stateful/sample.ts';

function formatted(dialect: SqlDialect, emission: Emission): Emission {
  const { text, trace } = emission;
  return text === undefined ? emission : { ...emission, ...formatSql(dialect.reading, { text, trace }) };
}

function emit(dialect: SqlDialect, rule: Rule, options: EmitOptions): Emission {
  const problem = layoutProblem(dialect, rule, options);
  if (problem !== undefined)
    return { notes: [{ effect: 'unsupported', construct: 'layout', why: problem }], requires: [], trace: [] };
  return onQuery<Emission>(rule.query, {
    event: (query) => emitEventQuery(dialect, rule, query, options),
    sequence: (query) => emitSequence(dialect, rule, query, options),
    sample: (query) => emitSample(dialect, rule, query, options),
    correlation: (query) => emitCorrelation(dialect, rule, query, options),
  });
}

const backend = (dialect: SqlDialect): Backend => ({
  id: `sql:${dialect.id}`,
  name: dialect.name,
  summary: `${dialect.name} SQL over a table of typed columns or one JSON column`,
  extension: `.${dialect.id}.sql`,
  docs: dialect.docs,
  assumptions,
  keywords: 'in-event',
  places: ['table'],
  emit: (rule, options) => {
    const emission = emit(dialect, rule, options);
    return options.pretty ? formatted(dialect, emission) : emission;
  },
});

/** One backend a dialect: `sql:duckdb`, `sql:sqlite`, … */
export const sqlBackends: readonly Backend[] = dialects.map(backend);
