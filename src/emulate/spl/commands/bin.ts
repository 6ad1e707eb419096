import type { Argument } from '../../../../grammars/spl/ast.ts';
import { SECONDS, snap, type Unit, unitOf } from '../time/calendar.ts';
import { numberOf, numberText, type SplValue, withFields } from '../value.ts';
import { Arguments, type CommandCall, isWord, nothing, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

type Bucket = (number: number) => SplValue;

/** The start of the span that a time falls in. Spans of several days and longer start where? Not documented: only 1 of them. */
function timeBucket(count: number, unit: Unit): Bucket | undefined {
  const seconds = SECONDS[unit];
  const fixed = seconds !== undefined && seconds <= 3600;
  if (fixed) return (time) => Math.floor(time / (count * seconds)) * count * seconds;
  return count === 1 ? (time) => snap(time, unit) : undefined;
}

/** `span=5m` on `_time`; `span=10` on numbers gives the text `0-10`. [SR/bin] */
function bucketOf(span: string, field: string): Bucket | undefined {
  const found = /^(\d{1,9}(?:\.\d{1,9})?)([a-z]*)$/.exec(span);
  const count = Number(found?.[1]);
  if (!found || count === 0) return undefined;
  if (field === '_time') {
    const unit = unitOf(found[2] === '' ? 's' : (found[2] ?? ''));
    return unit && Number.isInteger(count) ? timeBucket(count, unit) : undefined;
  }
  if (found[2] !== '') return undefined;
  return (number) => {
    const start = Math.floor(number / count) * count;
    return `${numberText(start)}-${numberText(start + count)}`;
  };
}

function namesOf(args: Arguments): readonly [string | undefined, string | undefined] {
  const [field, as, target, ...more] = args.rest as readonly (Argument | undefined)[];
  const names = args.fields([field, target].flatMap((arg) => arg ?? []));
  const fits = more.length === 0 && (as === undefined || (isWord(as, 'as') && target !== undefined));
  return fits ? [names[0], names[1] ?? names[0]] : [undefined, undefined];
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['span']);
  const [field, target] = namesOf(args);
  const span = args.text('span');
  if (field === undefined || target === undefined) {
    call.context.report('spl/arguments', { command: call.name }, call.span);
    return nothing;
  }
  const bucket = span === undefined ? undefined : bucketOf(span, field);
  if (!bucket) {
    call.context.report('spl/unsupported', { what: 'this span of bin' }, call.span);
    return nothing;
  }
  return (rows) =>
    rows.map((row) => {
      const number = numberOf(row.get(field));
      return number === undefined ? row : withFields(row, [[target, bucket(number)]]);
    });
}

export const bin: SplCommand = {
  case: 'O108',
  docs: page('Bin'),
  open: 'days and longer start in UTC; automatic spans are refused',
  build,
};

export const bucket: SplCommand = { ...bin, case: 'O109' };
