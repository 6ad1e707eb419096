import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { unsupported } from '../../src/target/emit-cond.ts';
import { emitEventQuery } from './emit.ts';

function emit(rule: Rule, options: EmitOptions): Emission {
  const stateful = (node: Rule['query']): Emission => ({
    notes: unsupported(node.kind, 'stateful rules are not written for this target yet', node.origin).notes,
    requires: [],
    trace: [],
  });
  return onQuery<Emission>(rule.query, {
    event: (query) => emitEventQuery(rule, query, options),
    sequence: stateful,
    sample: stateful,
    correlation: stateful,
  });
}

/** A standalone ES module without imports: `matches(event)`, and `select(events)` where the query has pipes. */
export const js: Backend = {
  id: 'js',
  name: 'JavaScript',
  summary: 'a standalone ES module with a predicate over one JSON event',
  extension: '.mjs',
  docs: 'https://tc39.es/ecma262/',
  assumptions: {},
  emit,
};
