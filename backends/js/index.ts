import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { emitEventQuery, emitStatefulQuery } from './emit.ts';

function emit(rule: Rule, options: EmitOptions): Emission {
  return onQuery<Emission>(rule.query, {
    event: (query) => emitEventQuery(rule, query, options),
    sequence: (query) => emitStatefulQuery(rule, (planner) => planner.sequence(query).text, options),
    sample: (query) => emitStatefulQuery(rule, (planner) => planner.sample(query, rule).text, options),
    correlation: (query) => emitStatefulQuery(rule, (planner) => planner.correlation(query).text, options),
  });
}

/** A standalone ES module without imports: `matches(event)` and perhaps `select(events)`, or `createMatcher()` for rules over several events. */
export const js: Backend = {
  id: 'js',
  name: 'JavaScript',
  summary: 'a standalone ES module with a predicate over one JSON event, or a matcher over a stream of them',
  extension: '.mjs',
  docs: 'https://tc39.es/ecma262/',
  assumptions: {},
  keywords: 'in-event',
  emit,
};
