import type { Argument } from '../../../../grammars/spl/ast.ts';
import { type Row, withFields } from '../value.ts';
import { Arguments, type CommandCall, isWord, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

function countOf(args: readonly Argument[]): readonly [number, readonly Argument[]] {
  const [first, ...rest] = args;
  const counted = first?.kind === 'word' && !first.value.quoted && /^[1-9]\d{0,8}$/.test(first.value.text);
  return counted ? [Number(first.value.text), rest] : [1, args];
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['keepevents', 'keepempty', 'consecutive']);
  const [count, rest] = countOf(args.rest);
  const names = args.fields(rest);
  if (names.length === 0) call.context.report('spl/arguments', { command: call.name }, call.span);
  if (rest.some((arg) => isWord(arg, 'sortby')))
    call.context.report('spl/unsupported', { what: 'dedup sortby' }, call.span);
  const keepEvents = args.flag('keepevents', false);
  const keepEmpty = args.flag('keepempty', false);
  const consecutive = args.flag('consecutive', false);
  const without = (row: Row): Row =>
    withFields(
      row,
      names.map((name) => [name, null] as const),
    );
  return (rows) => {
    const seen = new Map<string, number>();
    return rows.flatMap((row) => {
      const values = names.map((name) => row.get(name));
      if (values.includes(undefined)) return keepEmpty ? [row] : [];
      const key = JSON.stringify(values);
      const times = (seen.get(key) ?? 0) + 1;
      if (consecutive && !seen.has(key)) seen.clear();
      seen.set(key, times);
      if (times <= count) return [row];
      return keepEvents ? [without(row)] : [];
    });
  };
}

export const dedup: SplCommand = { case: 'O103', docs: page('Dedup'), build };
