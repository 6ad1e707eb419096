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
import { atoms, type SplRow, type SplValue } from '../../emulate/spl/value.ts';

import { jsonTextOf } from '../../engines/json-text.ts';
import { allTexts, type Event } from '../../eval/read-field.ts';
import { eventTime } from '../../eval/time-order.ts';
import type { TimeFields } from '../../ir/rule.ts';
import { hasKeywords } from '../../ir/walk.ts';
import type { Backend } from '../../target/backend.ts';
import { matchesOnSplunk } from '../matches/splunk.ts';
import { type Found, isFault, nothingToClose, type OpenRunner, oneByOne, type Trial, type Usable } from '../runner.ts';
import { grantsOf } from '../spl-assumptions.ts';
import { hasPipes, ID } from '../tables.ts';
import { type Emulated, type Emulation, underReadings } from './under-readings.ts';

const NANOS = 1e9;

/** The values of an event in the order in which it has them. */
const valuesOf = (event: Event): readonly string[] => [...allTexts(event)].reverse();

/** What the raw text of an event is: its values as they are, one a line or with blanks between, or the JSON that it came as. */
const RAW = {
  values: (event: Event) => valuesOf(event).join('\n'),
  blanks: (event: Event) => valuesOf(event).join(' '),
  json: (event: Event) => jsonTextOf(event) ?? '',
} as const;

/** How events come in. */
interface Intake {
  readonly raw: keyof typeof RAW;
  /** Whether an empty text is a value, or is left out when fields are extracted. */
  readonly empty: boolean;
}

const isEmpty = (value: SplValue): boolean => value === '';

const withoutEmpty = (row: SplRow): SplRow =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      const kept = atoms(value).filter((atom) => !isEmpty(atom));
      return kept.length > 0 ? [[name, kept]] : [];
    }),
  );

const hasEmpty = (row: SplRow): boolean =>
  Object.entries(row).some(([name, value]) => name !== '_raw' && atoms(value).some(isEmpty));

/** An event as Splunk's JSON extraction and the aliases that the backend asks for give it: lists under their plain names. */
function rowOf(event: Event, id: number, time: TimeFields, { raw, empty }: Intake): SplRow {
  const at = eventTime(event, time);
  const fields = fieldsFromEvent(event as { readonly [name: string]: JsonValue }, { arrayNames: 'plain' });
  return {
    ...(empty ? fields : withoutEmpty(fields)),
    index: 'main',
    _raw: RAW[raw](event),
    [ID]: String(id),
    ...(at !== undefined && { _time: Number(at) / NANOS }),
  };
}

const PLAIN_RAW = 'splunk/raw-text';

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
  const rowsOf = (intake: Intake): readonly SplRow[] =>
    events.map((event, id) => rowOf(event, id, loaded.rule.time, intake));
  const over = (rows: readonly SplRow[]): Emulation<SplReadings, ReadingName> => ({
    conversion,
    present: rows.map((_, id) => id),
    count: rows.length,
    together: hasPipes(loaded.rule),
    covering: coveringReadings,
    nameOf,
    grantsOf: (readings) => [PLAIN_RAW, ...grantsOf(readings)],
    run: (readings, places) =>
      once(
        text,
        rows.filter((_, id) => places.includes(id)),
        readings,
      ),
  });
  // How events come in has to do with no open question: one run is enough.
  const alone = (name: string, intake: Intake, granted: readonly string[]): Found =>
    underReadings({
      ...over(rowsOf(intake)),
      covering: () => [defaultReadings],
      nameOf: () => name,
      grantsOf: (readings) => [...granted, ...grantsOf(readings)],
    });
  const rows = rowsOf({ raw: 'values', empty: true });
  const all = [
    underReadings(over(rows)),
    ...(hasKeywords(loaded.rule.query)
      ? [alone('raw JSON', { raw: 'json', empty: true }, []), alone('raw line', { raw: 'blanks', empty: true }, [])]
      : []),
    ...(rows.some(hasEmpty) ? [alone('without empty values', { raw: 'values', empty: false }, [PLAIN_RAW])] : []),
  ];
  return all.find(isFault) ?? { ways: all.flatMap((found) => (isFault(found) ? [] : found.ways)) };
}

/** Runs SPL on the emulator, under each answer to the open questions that the search meets. */
export const openSplunk: OpenRunner = (version) =>
  Promise.resolve({
    name: 'isorule, SPL emulator',
    version,
    run,
    runAll: oneByOne(run),
    matches: (trial) => Promise.resolve(matchesOnSplunk(trial)),
    conversions: (loaded, backend) => [conversionOf(loaded, backend)],
    close: nothingToClose,
  });
