import type { Row } from '../value.ts';
import { Arguments, type CommandCall, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

const DEFAULT_COUNT = 10;

function countOf(call: CommandCall, options: readonly string[]): number {
  const args = new Arguments(call, options);
  const [word, ...more] = args.names();
  if (word === undefined) return args.count('limit', DEFAULT_COUNT);
  if (!/^\d{1,9}$/.test(word) || more.length > 0)
    call.context.report('spl/arguments', { command: call.name }, call.span);
  return Number(word);
}

const stage =
  (options: readonly string[], take: (rows: readonly Row[], count: number) => readonly Row[]) =>
  (call: CommandCall): Stage => {
    const count = countOf(call, options);
    return (rows) => take(rows, count);
  };

export const head: SplCommand = {
  case: 'O104',
  docs: page('Head'),
  open: 'an expression as the limit is refused',
  build: stage(['limit'], (rows, count) => rows.slice(0, count)),
};

/** The last rows, the very last one first. [SR/tail] */
export const tail: SplCommand = {
  case: 'O105',
  docs: page('Tail'),
  build: stage([], (rows, count) => rows.slice(Math.max(0, rows.length - count)).reverse()),
};
