import type { Argument } from '../../../../grammars/spl/ast.ts';
import { type Row, withFields } from '../value.ts';
import { Arguments, type CommandCall, isWord, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

function countOf(args: readonly Argument[]): readonly [number, readonly Argument[]] {
  const [first, ...rest] = args;
  const counted = first?.kind === 'word' && !first.value.quoted && /^[1-9]\d{0,8}$/.test(first.value.text);
  return counted ? [Number(first.value.text), rest] : [1, args];
}

interface Settings {
  readonly count: number;
  readonly names: readonly string[];
  readonly keepEvents: boolean;
  readonly keepEmpty: boolean;
  readonly consecutive: boolean;
}

/** What stays of each row, in order. */
function thinner({ count, names, keepEvents, keepEmpty, consecutive }: Settings): (row: Row) => readonly Row[] {
  const seen = new Map<string, number>();
  const none = names.map((name) => [name, null] as const);
  return (row) => {
    const values = names.map((name) => row.get(name));
    if (values.includes(undefined)) return keepEmpty ? [row] : [];
    const key = JSON.stringify(values);
    const times = (seen.get(key) ?? 0) + 1;
    if (consecutive && times === 1) seen.clear();
    seen.set(key, times);
    if (times <= count) return [row];
    return keepEvents ? [withFields(row, none)] : [];
  };
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['keepevents', 'keepempty', 'consecutive']);
  const [count, rest] = countOf(args.rest);
  const names = args.fields(rest);
  if (names.length === 0) call.context.report('spl/arguments', { command: call.name }, call.span);
  if (rest.some((arg) => isWord(arg, 'sortby')))
    call.context.report('spl/unsupported', { what: 'dedup sortby' }, call.span);
  const settings: Settings = {
    count,
    names,
    keepEvents: args.flag('keepevents', false),
    keepEmpty: args.flag('keepempty', false),
    consecutive: args.flag('consecutive', false),
  };
  return (rows) => rows.flatMap(thinner(settings));
}

export const dedup: SplCommand = { case: 'O103', docs: page('Dedup'), build };
