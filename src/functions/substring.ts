import { type Argument, textOf, wholeOf } from './argument.ts';
import { countPoints, pointOffset } from './code-points.ts';
import type { FunctionSpec } from './function.ts';

/** The UTF-16 offset of a position in code points; a negative one counts from the end. */
function offsetOf(text: string, position: bigint): number {
  const point = Number(position);
  return pointOffset(text, point < 0 ? countPoints(text) + point : point);
}

/** The part of a text from `start` to `end`, exclusive, in code points. */
function substring(source: Argument, start: Argument, end: Argument): string | null {
  const text = textOf(source);
  const from = wholeOf(start ?? 0n);
  const to = end === null || end === undefined ? undefined : wholeOf(end);
  if (text === null || from === null || to === null) return null;
  const first = offsetOf(text, from);
  return text.slice(first, Math.max(first, to === undefined ? text.length : offsetOf(text, to)));
}

export const spec: FunctionSpec = {
  id: 'substring',
  eqlName: 'substring',
  folds: false,
  doc: 'The part of a text from `start` to `end`, exclusive, in code points. A negative position counts from the end, one outside of the text is clipped, an absent start is 0 and an absent end is the end of the text; a start behind the end gives the empty text.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'start', type: 'integer' },
    { name: 'end', type: 'integer', optional: true },
  ],
  returns: 'text',
  source: 'Elastic EQL function reference, "substring"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([source, start, end]) => substring(source, start, end),
  examples: [
    { args: ['start regsvr32.exe', 0n, 5n], gives: 'start' },
    { args: ['start regsvr32.exe', -4n], gives: '.exe' },
    { args: ['start regsvr32.exe', -4n, -1n], gives: '.ex' },
    { args: ['hello world', -60n, 5n], gives: 'hello' },
    { args: ['hello world', 0n, 500n], gives: 'hello world' },
    { args: ['hello world', 5n, 2n], gives: '' },
    { args: ['hello world', null, 5n], gives: 'hello' },
    { args: ['hello world', null, null], gives: 'hello world' },
    { args: ['\u{1f600}\u{1f601}x', 1n, 2n], gives: '\u{1f601}', why: 'code points, not UTF-16 units' },
    { args: [null, null], gives: null },
  ],
};
