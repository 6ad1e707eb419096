import { type Conversion, convertRule } from '../../compile.ts';
import { messageOf } from '../../diagnostics/diagnostic.ts';
import { fieldsFromEvent, type JsonValue } from '../../emulate/spl/fields-from-event.ts';
import {
  coveringReadings,
  defaultReadings,
  type ReadingName,
  readingNames,
  type SplReadings,
} from '../../emulate/spl/readings.ts';
import { runSpl } from '../../emulate/spl/run.ts';
import type { SplRow } from '../../emulate/spl/value.ts';

import { allTexts, type Event } from '../../eval/read-field.ts';
import { eventTime } from '../../eval/time-order.ts';
import type { TimeFields } from '../../ir/rule.ts';
import type { Backend } from '../../target/backend.ts';
import { type Found, nothingToClose, type OpenRunner, oneByOne, type Trial, type Usable } from '../runner.ts';
import { hasPipes, ID } from '../tables.ts';
import { type Emulated, underReadings } from './under-readings.ts';

const NANOS = 1e9;

/** An event as Splunk's JSON extraction and the aliases that the backend asks for give it: lists under their plain names. */
function rowOf(event: Event, id: number, time: TimeFields): SplRow {
  const at = eventTime(event, time);
  return {
    ...fieldsFromEvent(event as { readonly [name: string]: JsonValue }, { arrayNames: 'plain' }),
    index: 'main',
    // The values as they are, one a line: what the assumption about raw text says.
    _raw: [...allTexts(event)].join('\n'),
    [ID]: String(id),
    ...(at !== undefined && { _time: Number(at) / NANOS }),
  };
}

const nameOf = (readings: SplReadings): string =>
  readingNames
    .filter((name) => readings[name] !== defaultReadings[name])
    .map((name) => `${name}=${readings[name]}`)
    .join(' ') || 'default';

function once(text: string, rows: readonly SplRow[], readings: SplReadings): Emulated<ReadingName> {
  const result = runSpl(text, rows, { readings, now: 0 });
  const [problem] = result.diagnostics;
  return {
    asked: result.asked,
    found: new Set(result.rows.map((row) => Number(row[ID]))),
    ...(problem && { problem: messageOf(problem) }),
  };
}

const conversionOf = (loaded: Usable, backend: Backend): Conversion =>
  convertRule(loaded, backend, { comments: false, window: 'none', idColumn: ID });

async function run({ loaded, backend, events }: Trial): Promise<Found> {
  const conversion = conversionOf(loaded, backend);
  const { text } = conversion;
  if (text === undefined) return { ways: [] };
  const rows = events.map((event, id) => rowOf(event, id, loaded.rule.time));
  return underReadings({
    conversion,
    present: rows.map((_, id) => id),
    count: rows.length,
    together: hasPipes(loaded.rule),
    covering: coveringReadings,
    nameOf,
    run: (readings, places) =>
      once(
        text,
        rows.filter((_, id) => places.includes(id)),
        readings,
      ),
  });
}

/** Runs SPL on the emulator, under each answer to the open questions that the search meets. */
export const openSplunk: OpenRunner = (version) =>
  Promise.resolve({
    name: 'isorule, SPL emulator',
    version,
    run,
    runAll: oneByOne(run),
    conversions: (loaded, backend) => [conversionOf(loaded, backend)],
    close: nothingToClose,
  });
