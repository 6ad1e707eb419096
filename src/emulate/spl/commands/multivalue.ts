import { compileRegex } from '../regex/compile.ts';
import { atoms, isMulti, type Row, several, textOf, withFields } from '../value.ts';
import { Arguments, type CommandCall, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

type Cut = (text: string) => readonly string[];

/** Cuts at a delimiter (default: a blank), or takes the first group of each match of `tokenizer`. */
function cutter(args: Arguments, call: CommandCall): Cut {
  const tokenizer = args.text('tokenizer');
  if (tokenizer !== undefined) {
    const matcher = compileRegex(tokenizer, call.context, call.span);
    return (text) => (matcher ? [...matcher.all(text)].map(({ groups }) => groups[1] ?? groups[0] ?? '') : []);
  }
  const delimiter = args.text('delim') ?? ' ';
  const keepEmpty = args.flag('allowempty', false);
  if (delimiter === '') call.context.report('spl/unsupported', { what: 'an empty delimiter' }, call.span);
  return (text) => text.split(delimiter).filter((piece) => keepEmpty || piece !== '');
}

export const makemv: SplCommand = {
  case: 'O106',
  docs: page('Makemv'),
  build: (call) => {
    const args = new Arguments(call, ['delim', 'tokenizer', 'allowempty']);
    const name = args.only() ?? '';
    const cut = cutter(args, call);
    return (rows) =>
      rows.map((row) => {
        const values = atoms(row.get(name)).flatMap((atom) => cut(textOf(atom)));
        return row.has(name) ? withFields(row, [[name, several(values)]]) : row;
      });
  },
};

/** A row for each value; a row without the field stays as it is. */
export const mvexpand: SplCommand = {
  case: 'S151',
  docs: page('Mvexpand'),
  open: 'the memory limit, which cuts results short, is not modelled',
  build: (call) => {
    const args = new Arguments(call, ['limit']);
    const name = args.only() ?? '';
    const limit = args.count('limit', 0);
    return (rows) =>
      rows.flatMap((row) => {
        const value = row.get(name);
        if (!isMulti(value)) return [row];
        call.context.spendRows(value.length, row.size, call.span);
        return (limit === 0 ? value : value.slice(0, limit)).map((atom) => withFields(row, [[name, atom]]));
      });
  },
};

function combine(rows: readonly Row[], name: string): readonly Row[] {
  const groups = new Map<string, { readonly row: Row; readonly values: (string | number)[] }>();
  for (const row of rows) {
    const key = JSON.stringify([...withFields(row, [[name, null]])].sort());
    const group = groups.get(key);
    if (group) group.values.push(...atoms(row.get(name)));
    else groups.set(key, { row, values: [...atoms(row.get(name))] });
  }
  return [...groups.values()].map(({ row, values }) => withFields(row, [[name, several(values)]]));
}

/** Rows that differ in one field only become one row. */
export const mvcombine: SplCommand = {
  case: 'O107',
  docs: page('Mvcombine'),
  build: (call): Stage => {
    // The delimiter only matters for the single-value form, which the emulator does not have.
    const args = new Arguments(call, ['delim']);
    const name = args.only() ?? '';
    return (rows) => combine(rows, name);
  },
};
