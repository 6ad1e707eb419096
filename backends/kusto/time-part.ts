import { DATE_TIME } from '../../src/base/date-time-shape.ts';
import type { Call } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { type Frag, raw } from '../../src/target/frag.ts';
import { PLAIN_TIME } from '../../src/target/time-notes.ts';
import { long, regexString, string } from './lexical.ts';
import { assume, call, type Expr, infix, refused, type Scope } from './scope.ts';

/** The names that `datetime_part` has (https://learn.microsoft.com/kusto/query/datetime-part-function); weeks are those of ISO 8601. */
const PARTS: Readonly<Record<string, string>> = {
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  week: 'week_of_year',
  month: 'month',
  year: 'year',
};

const numberOf = (frag: Frag, nullable: boolean, present: Expr['present']): Expr => ({
  frag,
  type: 'long',
  nullable,
  present,
});

/**
 * One part of a time. Of a text the first 16 characters are read, without the zone behind them: the part is as written. Their two forms,
 * `2014-11-08` and `2014-05-25T08:20`, are documented (https://learn.microsoft.com/kusto/query/scalar-data-types/datetime).
 */
export function timePart(scope: Scope, node: Call, [source]: readonly Expr[]): Expr {
  const named = node.args[1];
  const part = named?.kind === 'literal' && named.type === 'text' ? PARTS[named.value] : undefined;
  if (!source || part === undefined || (source.type !== 'string' && source.type !== 'datetime'))
    return numberOf(refused(scope, 'function/time-part', 'a part of what is neither a text nor a time'), false, []);
  const partOf = (time: Frag): Frag => call('datetime_part', string(part), time);
  if (source.type === 'datetime') return numberOf(partOf(source.frag), true, source.present);
  const why = 'texts that spell a time in another way, or as a number of milliseconds, have no parts';
  const witness = Object.fromEntries(fieldsOfValue(node).map(({ name }) => [name, '0']));
  assume(scope, 'function/time-part', PLAIN_TIME, why, witness);
  const isTime = infix(source.frag, 'matches regex', regexString(`^${DATE_TIME}$`));
  const time = call('todatetime', call('substring', source.frag, raw('0'), long(16n)));
  return numberOf(partOf(time), false, [...source.present, { frag: isTime }]);
}
