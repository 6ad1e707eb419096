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

import { jsonTextOf } from '../../engines/json-text.ts';
import { allTexts, type Event } from '../../eval/read-field.ts';
import { eventTime } from '../../eval/time-order.ts';
import type { TimeFields } from '../../ir/rule.ts';
import { hasKeywords } from '../../ir/walk.ts';
import type { Backend } from '../../target/backend.ts';
import { type Found, isFault, nothingToClose, type OpenRunner, oneByOne, type Trial, type Usable } from '../runner.ts';
import { hasPipes, ID } from '../tables.ts';
import { type Emulated, type Emulation, underReadings } from './under-readings.ts';

const NANOS = 1e9;

/** What the raw text of an event is: its values as they are, one a line, or the JSON that it came as. */
const RAW = {
  values: (event: Event) => [...allTexts(event)].join('\n'),
  json: (event: Event) => jsonTextOf(event) ?? '',
} as const;

/** An event as Splunk's JSON extraction and the aliases that the backend asks for give it: lists under their plain names. */
function rowOf(event: Event, id: number, time: TimeFields, raw: keyof typeof RAW): SplRow {
  const at = eventTime(event, time);
  return {
    ...fieldsFromEvent(event as { readonly [name: string]: JsonValue }, { arrayNames: 'plain' }),
    index: 'main',
    _raw: RAW[raw](event),
    [ID]: String(id),
    ...(at !== undefined && { _time: Number(at) / NANOS }),
  };
}

/** The assumptions that say how an open question is answered. */
const ASSUMED: { readonly [K in ReadingName]?: string } = {
  searchMultivalue: 'splunk/search-any-value',
  quotedCase: 'splunk/quoted-case',
};

/** The assumption that an open question is answered as by default, where outputs make one. */
export const assumedOf = (name: ReadingName): string | undefined => ASSUMED[name];

/** The assumptions that some answers grant. */
export const grantsOf = (readings: SplReadings): readonly string[] =>
  readingNames.flatMap((name) => {
    const assumption = assumedOf(name);
    return assumption !== undefined && readings[name] === defaultReadings[name] ? [assumption] : [];
  });

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
  const over = (raw: keyof typeof RAW): Emulation<SplReadings, ReadingName> => {
    const rows = events.map((event, id) => rowOf(event, id, loaded.rule.time, raw));
    return {
      conversion,
      present: rows.map((_, id) => id),
      count: rows.length,
      together: hasPipes(loaded.rule),
      covering: coveringReadings,
      nameOf,
      grantsOf: (readings) => ['splunk/raw-text', ...grantsOf(readings)],
      run: (readings, places) =>
        once(
          text,
          rows.filter((_, id) => places.includes(id)),
          readings,
        ),
    };
  };
  const found = underReadings(over('values'));
  if (isFault(found) || !hasKeywords(loaded.rule.query)) return found;
  // What else the raw text holds has to do with no open question.
  const covering = (): readonly SplReadings[] => [defaultReadings];
  const whole = underReadings({ ...over('json'), covering, nameOf: () => 'raw JSON', grantsOf });
  return isFault(whole) ? whole : { ways: [...found.ways, ...whole.ways] };
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
