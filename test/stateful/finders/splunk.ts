import { splunk } from '../../../backends/splunk/index.ts';
import { convertRule } from '../../../src/compile.ts';
import { messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { fieldsFromEvent, type JsonValue } from '../../../src/emulate/spl/fields-from-event.ts';
import {
  coveringReadings,
  type ReadingName,
  readingNames,
  type SplReadings,
} from '../../../src/emulate/spl/readings.ts';
import { runSpl } from '../../../src/emulate/spl/run.ts';
import { atoms, type SplRow, textOf } from '../../../src/emulate/spl/value.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { eventTime } from '../../../src/eval/time-order.ts';
import type { Query } from '../../../src/ir/query.ts';
import type { TimeFields } from '../../../src/ir/rule.ts';
import { nothingToClose, type Usable } from '../../../src/verify/runner.ts';
import { assumedOf, grantsOf } from '../../../src/verify/runners/splunk.ts';
import { ID } from '../../../src/verify/tables.ts';
import { type Answer, type Hit, type OpenFinder, refusalOf, underEvery } from './finder.ts';

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

function hitOf(row: SplRow, query: Query): Hit {
  const events = atoms(row.events).map((atom) => (textOf(atom) === '-' ? null : Number(textOf(atom))));
  if (query.kind !== 'correlation') return { events };
  return { events, group: query.groupBy.map((name) => atoms(row[name]).map(textOf).join()) };
}

const nameOf = (readings: SplReadings): string => readingNames.map((name) => String(readings[name])).join(' ');

/** With the other answers to what the outputs assume, their ledgers announce what differs. */
const covering = (met: readonly ReadingName[]): readonly SplReadings[] =>
  coveringReadings(met.filter((name) => assumedOf(name) === undefined));

function find(loaded: Usable, events: readonly Event[]): Answer {
  const conversion = convertRule(loaded, splunk, { comments: false, window: 'none', idColumn: ID });
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  // What has no time is not in the index, as it has no place in a sequence.
  const rows = events
    .map((event, id) => rowOf(event, id, loaded.rule.time))
    .filter((row) => loaded.rule.query.kind === 'sample' || row._time !== undefined);
  return underEvery(covering, (readings) => {
    const result = runSpl(text, rows, { readings, now: 0 });
    const [problem] = result.diagnostics;
    if (problem) return { fault: `${messageOf(problem)}\n${text}` };
    const hits = result.rows.map((row) => hitOf(row, loaded.rule.query));
    return {
      asked: result.asked,
      way: { name: nameOf(readings), conversion, hits, grants: grantsOf(readings), absent: new Set<number>() },
    };
  });
}

/** SPL on the emulator, under each answer to the open questions that it meets. */
export const openSplunk: OpenFinder = () =>
  Promise.resolve({ find: (loaded, events) => Promise.resolve(find(loaded, events)), close: nothingToClose });
