import { describe, expect, it } from 'vitest';
import { splunk } from '../../backends/splunk/index.ts';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { fieldsFromEvent, type JsonValue } from '../../src/emulate/spl/fields-from-event.ts';
import { runSpl } from '../../src/emulate/spl/run.ts';
import { atoms, type SplRow, textOf } from '../../src/emulate/spl/value.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { eventTime } from '../../src/eval/time-order.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { holdTarget, streamCount, timeLimit } from './hold-target.ts';
import { type Batch, TIME, type Wanted } from './random-streams.ts';

const NANOS = 1e9;

/** An event as Splunk's JSON extraction gives it, lists under their plain names. */
const rowOf = (event: Event): SplRow => ({
  ...fieldsFromEvent(event as { readonly [name: string]: JsonValue }, { arrayNames: 'plain' }),
  index: 'main',
  _time: Number(eventTime(event, TIME)) / NANOS,
});

function find({ rule, events }: Batch): readonly string[] {
  const { text, notes } = splunk.emit(legalize(rule), { ...defaultEmitOptions, idColumn: 'id', window: 'none' });
  if (text === undefined) throw new Error(notes.find(({ effect }) => effect === 'unsupported')?.why);
  const { rows, diagnostics } = runSpl(text, events.map(rowOf), { now: 0 });
  const [problem] = diagnostics;
  if (problem) throw new Error(`${messageOf(problem)}\n${text}`);
  return rows.map((row) => atoms(row.events).map(textOf).join(','));
}

const streams = 20;

describe('SPL on the emulator finds what the oracle finds', () => {
  const wanted: readonly (readonly [string, Wanted])[] = [
    ['common keys, maxspan, until, runs', { streams, missing: 'never', ownKeys: false, optionalKeys: false }],
    ['anything', { streams, pipes: false }],
    ['key fields with several values', { streams: 10, longest: 60, lists: true }],
    ['long streams, a tiebreaker for every event', { streams: 5, ties: 'unique', pipes: true }],
  ];
  it.each(wanted)(
    'in sequences: %s',
    async (name, options) => {
      const { matches } = await holdTarget(
        { name: `SPL, ${name}`, wanted: options, find },
        streamCount / wanted.length,
      );
      expect(matches).toBeGreaterThan(0);
    },
    timeLimit,
  );
});
