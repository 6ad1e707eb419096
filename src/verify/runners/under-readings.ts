import type { Conversion } from '../../compile.ts';
import type { Found, Way } from '../runner.ts';

/** One run of an emulator over all the events or one of them, and the open questions that it met. */
export interface Emulated<K> {
  readonly asked: readonly K[];
  /** The places of the events that were found. */
  readonly found: ReadonlySet<number>;
  /** Why the run has no answer: the text is not one, or the documents give these events no result. */
  readonly problem?: string;
}

/** What an emulator needs to know of a conversion and its events. */
export interface Emulation<R, K> {
  readonly conversion: Conversion;
  /** The places of the events that the target has room for. */
  readonly present: readonly number[];
  readonly count: number;
  /** Verdicts hang on the other events too: they can't be asked one by one. */
  readonly together: boolean;
  /** The sets of answers to try for the questions met; for none, the default alone. */
  readonly covering: (met: readonly K[]) => readonly R[];
  readonly nameOf: (readings: R) => string;
  /** The assumptions that hold under some answers, whatever the events are like. */
  readonly grantsOf?: (readings: R) => readonly string[];
  readonly run: (readings: R, places: readonly number[]) => Emulated<K>;
}

interface Outcome<K> {
  readonly asked: readonly K[];
  readonly verdicts: readonly (boolean | undefined)[];
  readonly problem?: string;
}

/**
 * All events in one run; where that has no answer, each in a run of its own, so that an event for which the documents give no result
 * stands alone in having none. A text that has no answer for no event at all is at fault.
 */
function outcome<R, K>({ present, count, together, run }: Emulation<R, K>, readings: R): Outcome<K> {
  const whole = run(readings, present);
  const verdicts: (boolean | undefined)[] = Array.from({ length: count });
  if (whole.problem === undefined) {
    for (const place of present) verdicts[place] = whole.found.has(place);
    return { asked: whole.asked, verdicts };
  }
  const none = run(readings, []);
  if (together || none.problem !== undefined) return { ...whole, verdicts };
  const single = present.map((place) => ({ place, ...run(readings, [place]) }));
  for (const { place, found, problem } of single) if (problem === undefined) verdicts[place] = found.has(place);
  return { asked: [...whole.asked, ...single.flatMap(({ asked }) => asked)], verdicts };
}

/**
 * Runs an output under every answer to the questions that it meets. An answer may lead to questions that others did not: it goes on until
 * no run meets a new one.
 */
export function underReadings<R, K>(emulation: Emulation<R, K>): Found {
  const { conversion, covering, nameOf, grantsOf } = emulation;
  const met = new Set<K>();
  for (;;) {
    const before = met.size;
    const ways: Way[] = [];
    for (const readings of covering([...met])) {
      const { asked, verdicts, problem } = outcome(emulation, readings);
      const name = nameOf(readings);
      if (problem !== undefined) return { fault: { way: name, reason: problem, text: conversion.text ?? '' } };
      for (const key of asked) met.add(key);
      ways.push({ name, conversion, verdicts, ...(grantsOf && { grants: grantsOf(readings) }) });
    }
    if (met.size === before) return { ways };
  }
}
