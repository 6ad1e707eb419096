import type { WordArgument } from '../../../../grammars/spl/ast.ts';
import type { Row } from '../value.ts';
import { starPattern } from '../wildcard.ts';
import { Arguments, byName, type CommandCall, isWord, namesIn, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';
import { namesMatcher } from './field-patterns.ts';

const keep = (row: Row, wanted: (name: string) => boolean): Row => new Map([...row].filter(([name]) => wanted(name)));

/** A sign may stand alone or on the first name: `fields - a b`, `fields -a`. */
function signed(call: CommandCall): { readonly remove: boolean; readonly names: readonly string[] } {
  const args = new Arguments(call, []);
  const [first] = args.rest;
  const alone = isWord(first, '-') || isWord(first, '+');
  const names = args.names(alone ? args.rest.slice(1) : args.rest);
  const sign = alone ? (first as WordArgument).value.text : '';
  return { remove: sign === '-', names };
}

function build(call: CommandCall): Stage {
  const { remove, names } = signed(call);
  if (names.length === 0) call.context.report('spl/arguments', { command: call.name }, call.span);
  const listed = namesMatcher(names);
  // `fields +` keeps the internal fields _raw and _time; only `fields - _*` takes them away. [SR/fields]
  const wanted = remove
    ? (name: string) => !listed(name)
    : (name: string) => listed(name) || name === '_raw' || name === '_time';
  return (rows) => rows.map((row) => keep(row, wanted));
}

export const fields: SplCommand = { case: 'O101', docs: page('Fields'), build };

function expand(pattern: string, names: readonly string[]): readonly string[] {
  if (starPattern(pattern).length === 1) return [pattern];
  const fits = namesMatcher([pattern]);
  return names.filter(fits).sort(byName);
}

export const table: SplCommand = {
  case: 'S152',
  docs: page('Table'),
  build: (call) => {
    const patterns = new Arguments(call, []).names();
    if (patterns.length === 0) call.context.report('spl/arguments', { command: call.name }, call.span);
    return (rows) => {
      const all = namesIn(rows);
      const names = [...new Set(patterns.flatMap((pattern) => expand(pattern, all)))];
      return rows.map((row) => {
        return new Map(
          names.flatMap((name) => {
            const value = row.get(name);
            return value === undefined ? [] : [[name, value] as const];
          }),
        );
      });
    };
  },
};
