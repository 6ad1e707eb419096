import { parseTime, renderTime } from '../../time/format.ts';
import { relativeTime } from '../../time/relative.ts';
import { numberOf, textOf } from '../../value.ts';
import { type Call, type Evaluate, type FunctionTable, single } from '../function.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/DateandTimeFunctions';
const open = 'time zones: the emulator works in UTC';

const now =
  (call: Call): Evaluate =>
  () =>
    call.context.now;

function relative(call: Call): Evaluate {
  return single((time, modifier) => {
    const from = numberOf(time);
    if (from === undefined) return null;
    const moved = relativeTime(textOf(modifier ?? ''), from);
    if (moved === undefined) call.context.report('spl/time-text', { text: textOf(modifier ?? '') }, call.span);
    return moved ?? null;
  })(call);
}

function rendered(call: Call): Evaluate {
  return single((time, format) => {
    const number = numberOf(time);
    if (number === undefined) return null;
    const text = renderTime(number, textOf(format ?? ''));
    if (text === undefined) call.context.report('spl/time-format', { format: textOf(format ?? '') }, call.span);
    return text ?? null;
  })(call);
}

function parsed(call: Call): Evaluate {
  return single((text, format) => {
    const result = parseTime(textOf(text ?? ''), textOf(format ?? ''));
    if (result === 'format') call.context.report('spl/time-format', { format: textOf(format ?? '') }, call.span);
    return result === 'format' ? null : result;
  })(call);
}

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/DateandTimeFunctions */
export const dateFunctions: FunctionTable = {
  now: { args: [0, 0], gives: 'value', case: 'O090', docs, build: now },
  time: { args: [0, 0], gives: 'value', case: 'O091', docs, build: now },
  relative_time: { args: [2, 2], gives: 'value', case: 'O092', docs, open, build: relative },
  strftime: { args: [2, 2], gives: 'value', case: 'O093', docs, open, build: rendered },
  strptime: { args: [2, 2], gives: 'value', case: 'O094', docs, open, build: parsed },
};
