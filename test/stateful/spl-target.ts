import { splunk } from '../../backends/splunk/index.ts';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { fieldsFromEvent, type JsonValue } from '../../src/emulate/spl/fields-from-event.ts';
import { runSpl } from '../../src/emulate/spl/run.ts';
import { atoms, type SplRow, textOf } from '../../src/emulate/spl/value.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { eventTime } from '../../src/eval/time-order.ts';
import type { TimeFields } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import type { Batch } from './random-streams.ts';

const NANOS = 1e9;

/** An event as Splunk's JSON extraction gives it, lists under their plain names. */
const rowOf = (event: Event, time: TimeFields): SplRow => ({
  ...fieldsFromEvent(event as { readonly [name: string]: JsonValue }, { arrayNames: 'plain' }),
  index: 'main',
  _time: Number(eventTime(event, time)) / NANOS,
});

/** The SPL of a batch's rule. Throws where there is none. */
export function splText({ rule }: Pick<Batch, 'rule'>): string {
  const { text, notes } = splunk.emit(legalize(rule), { ...defaultEmitOptions, idColumn: 'id', window: 'none' });
  if (text === undefined) throw new Error(notes.find(({ effect }) => effect === 'unsupported')?.why);
  return text;
}

/** Runs SPL on the emulator. */
export function rowsOnSpl(text: string, { rule, events }: Pick<Batch, 'rule' | 'events'>): readonly SplRow[] {
  const { rows, diagnostics } = runSpl(
    text,
    events.map((event) => rowOf(event, rule.time)),
    { now: 0 },
  );
  const [problem] = diagnostics;
  if (problem) throw new Error(`${messageOf(problem)}\n${text}`);
  return rows;
}

export const idsOfRow = (row: SplRow): string => atoms(row.events).map(textOf).join(',');

/** Runs SPL on the emulator: the ids of each match's events, joined by commas. */
export const runOnSpl = (text: string, batch: Pick<Batch, 'rule' | 'events'>): readonly string[] =>
  rowsOnSpl(text, batch).map(idsOfRow);

/** Runs the SPL of a rule. */
export const findOnSpl = (batch: Batch): readonly string[] => runOnSpl(splText(batch), batch);
