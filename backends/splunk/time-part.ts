import { DATE_TIME, DIGITS_OF, isWrittenPart } from '../../src/base/date-time-shape.ts';
import type { Call } from '../../src/ir/value.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { PLAIN_TIME } from '../../src/target/time-notes.ts';
import { sum } from './arithmetic.ts';
import { computed, type Expr } from './expr.ts';
import { LEVEL, regexString, string } from './lexical.ts';
import { assume, call, everywhere, refused, type Scope } from './scope.ts';

const number = (value: number): Frag => raw(String(value));

/**
 * The week of ISO 8601, by the number of its Thursday in the year. The day is read, moved and written in one time zone, whichever it is
 * (https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/DateandTimeFunctions).
 */
function weekOf(text: Frag): Frag {
  const day = call('strptime', call('substr', text, number(1), number(10)), string('%Y-%m-%d'));
  const thursday = call('relative_time', day, string('+3d@w4'));
  const inYear = call('tonumber', call('strftime', thursday, string('%j')));
  return call('floor', { level: LEVEL.factor, doc: ['(', sum(inYear, '+', number(6)).doc, ')/7'] });
}

/** One part of a time as a text has it. */
export function timePart(scope: Scope, node: Call, [source]: readonly Expr[]): Expr {
  const named = node.args[1];
  const part = named?.kind === 'literal' && named.type === 'text' ? named.value : undefined;
  const isText = source?.field !== undefined && (source.type === 'text' || source.type === 'unknown');
  if (!source || !isText || (part !== 'week' && !isWrittenPart(part))) {
    const frag = refused(scope, 'function/time-part', 'a part of what is no text as the event has it');
    return computed(scope, node, 'whole', frag, 1);
  }
  const why = 'texts that spell a time in another way, or as a number of milliseconds, have no parts';
  assume(scope, 'function/time-part', PLAIN_TIME, why, everywhere(node, '0'));
  const found = part === 'week' ? weekOf(source.frag) : digitsOf(source.frag, DIGITS_OF[part]);
  const isTime = call('match', source.frag, regexString(`^${DATE_TIME}\\z`));
  return computed(scope, node, 'whole', call('case', isTime, found), 2 * source.size);
}

/** Digits at a place; a day without hours has none there. */
const digitsOf = (text: Frag, { from, length }: { readonly from: number; readonly length: number }): Frag =>
  call('coalesce', call('tonumber', call('substr', text, number(from + 1), number(length))), number(0));
