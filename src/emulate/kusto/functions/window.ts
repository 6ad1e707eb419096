import type { Bound, Frame } from '../bound.ts';
import { asInteger, convert, inRange } from '../convert.ts';
import { isInteger, missingOf, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, typeOf, windowed } from './row.ts';

/** Whether a new run of rows begins: only `true` restarts. */
const restarts = (restart: Bound | undefined, frame: Frame): boolean => restart?.evaluate(frame) === true;

function rowNumbers([start, restart]: readonly Bound[], frames: readonly Frame[]): readonly Value[] {
  let next = 0n;
  return frames.map((frame, i) => {
    const first = asInteger(start?.evaluate(frame) ?? 1n);
    next = i === 0 || restarts(restart, frame) ? first : next + 1n;
    return next;
  });
}

function sums([term, restart]: readonly Bound[], frames: readonly Frame[], call: CallContext): readonly Value[] {
  const zero = isInteger(call.result) ? 0n : 0;
  let sum: bigint | number = zero;
  return frames.map((frame) => {
    const value = term?.evaluate(frame) ?? null;
    if (restarts(restart, frame)) sum = zero;
    // A null adds nothing (aggregates ignore nulls); what the row itself shows is then the sum so far.
    if (typeof value === 'bigint' && typeof sum === 'bigint') sum += value;
    else if (value !== null) sum = Number(sum) + Number(value);
    if (typeof sum === 'bigint' && !inRange(sum, 'long')) {
      call.session.report('kusto/undocumented', { what: 'an overflow of row_cumsum()' }, call.at);
    }
    return sum;
  });
}

/** The value of a row some way off, or the default where there is none. */
function neighbours(sign: 1 | -1) {
  return ([value, offset, missing]: readonly Bound[], frames: readonly Frame[], call: CallContext): readonly Value[] =>
    frames.map((frame, i) => {
      const away = Number(asInteger(offset?.evaluate(frame) ?? 1n));
      const other = frames[i + sign * away];
      if (other !== undefined) return value?.evaluate(other) ?? null;
      if (missing === undefined) return missingOf(call.result);
      return convert(missing.evaluate(frame), missing.type, call.result) ?? missingOf(call.result);
    });
}

/** The conceptual model of query/row-window-session-function: a session ends by its length, by a gap, or on request. */
function sessions([expr, most, gap, restart]: readonly Bound[], frames: readonly Frame[]): readonly Value[] {
  let start: Value = null;
  let previous: Value = null;
  return frames.map((frame) => {
    const value = expr?.evaluate(frame) ?? null;
    const reaches = (from: Value, span: Bound | undefined): boolean =>
      asInteger(value) >= asInteger(from) + asInteger(span?.evaluate(frame) ?? null);
    const isNew = start === null || previous === null || reaches(start, most) || reaches(previous, gap);
    if (isNew || restarts(restart, frame)) start = value;
    previous = value;
    return start;
  });
}

export const windowFunctions: readonly FunctionRow[] = [
  windowed({
    name: 'row_number',
    case: 'K226',
    docs: 'row-number-function',
    parameters: ['integer?', 'bool?'],
    returns: 'long',
    column: rowNumbers,
  }),
  windowed({
    name: 'row_cumsum',
    case: 'K213',
    docs: 'row-cumsum-function',
    parameters: ['number', 'bool?'],
    returns: typeOf(0),
    column: sums,
  }),
  windowed({
    name: 'prev',
    case: 'K213',
    docs: 'prev-function',
    parameters: ['scalar', 'integer?', 'scalar?'],
    returns: typeOf(0),
    column: neighbours(-1),
  }),
  windowed({
    name: 'next',
    case: 'KE-next',
    docs: 'next-function',
    parameters: ['scalar', 'integer?', 'scalar?'],
    returns: typeOf(0),
    column: neighbours(1),
  }),
  windowed({
    name: 'row_window_session',
    case: 'KE-row_window_session',
    docs: 'row-window-session-function',
    parameters: ['datetime', 'timespan', 'timespan', 'bool?'],
    returns: 'datetime',
    column: sessions,
  }),
];
