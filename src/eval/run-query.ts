import type { Query } from '../ir/query.ts';
import { onQuery } from '../ir/query.ts';
import type { TimeFields } from '../ir/rule.ts';
import { runCorrelation } from './correlation.ts';
import { runEventQuery } from './event-query.ts';
import type { Match } from './match.ts';
import type { Event } from './read-field.ts';
import { runSample } from './sample.ts';
import { runSequence } from './sequence.ts';

/** What a query finds in a list of events: docs/semantics.md as code. Throws `NotDecidable`. */
export function runQuery(query: Query, events: readonly Event[], time: TimeFields): readonly Match[] {
  return onQuery<readonly Match[]>(query, {
    event: (node) => runEventQuery(node, events, time).map((index) => ({ events: [index], key: [] })),
    sequence: (node) => runSequence(node, events, time),
    sample: (node) => runSample(node, events),
    correlation: (node) => runCorrelation(node, events, time),
  });
}
