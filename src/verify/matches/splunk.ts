import { convertRule } from '../../compile.ts';
import { messageOf } from '../../diagnostics/diagnostic.ts';
import { fieldsFromEvent, type JsonValue } from '../../emulate/spl/fields-from-event.ts';
import { coveringReadings, type ReadingName, readingNames, type SplReadings } from '../../emulate/spl/readings.ts';
import { runSpl } from '../../emulate/spl/run.ts';
import { atoms, type SplRow, textOf } from '../../emulate/spl/value.ts';
import type { Event } from '../../eval/read-field.ts';
import { eventTime } from '../../eval/time-order.ts';
import { generates } from '../../ir/correlation.ts';
import type { Rule, TimeFields } from '../../ir/rule.ts';
import { assumedOf, grantsOf } from '../spl-assumptions.ts';
import { ID } from '../tables.ts';
import type { Trial } from '../trial.ts';
import { type Answer, type Hit, refusalOf, underEvery } from './answer.ts';

const NANOS = 1e9;

/** An event as Splunk's JSON extraction gives it, lists under their plain names. */
function rowOf(event: Event, id: number, time: TimeFields): SplRow {
  const at = eventTime(event, time);
  return {
    ...fieldsFromEvent(event as { readonly [name: string]: JsonValue }, { arrayNames: 'plain' }),
    index: 'main',
    [ID]: String(id),
    ...(at !== undefined && { _time: Number(at) / NANOS }),
  };
}

function hitOf(row: SplRow, { query, metadata }: Rule): Hit {
  const events = atoms(row.events).map((atom) => (textOf(atom) === '-' ? null : Number(textOf(atom))));
  if (query.kind !== 'correlation') return { events };
  const group = query.groupBy.map((name) => atoms(row[name]).map(textOf).join());
  const rule = generates(query) ? atoms(row.rule).map(textOf).join() : (metadata.name ?? '');
  return { events, group, ...(rule !== (metadata.name ?? '') && { rule }) };
}

const nameOf = (readings: SplReadings): string => readingNames.map((name) => String(readings[name])).join(' ');

/** With the other answers to what the outputs assume, their ledgers announce what differs. */
const covering = (met: readonly ReadingName[]): readonly SplReadings[] =>
  coveringReadings(met.filter((name) => assumedOf(name) === undefined));

/** What SPL finds on the emulator, under each answer to the open questions that it meets. */
export function matchesOnSplunk({ loaded, backend, events }: Trial): Answer {
  const conversion = convertRule(loaded, backend, { comments: false, window: 'none', idColumn: ID });
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  // What has no time is not in the index, as it has no place in a sequence.
  const rows = events
    .map((event, id) => rowOf(event, id, loaded.rule.time))
    .filter((row) => loaded.rule.query.kind === 'sample' || row._time !== undefined);
  return underEvery(covering, (readings) => {
    const result = runSpl(text, rows, { readings, now: 0 });
    const [problem] = result.diagnostics;
    if (problem) return { fault: { way: nameOf(readings), reason: messageOf(problem), text } };
    const hits = result.rows.map((row) => hitOf(row, loaded.rule));
    return {
      asked: result.asked,
      way: { name: nameOf(readings), conversion, hits, grants: grantsOf(readings), absent: new Set<number>() },
    };
  });
}
