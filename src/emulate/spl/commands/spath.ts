import { flatten, readPath } from '../json/path.ts';
import { parseJson } from '../json/read.ts';
import { isMulti, type Row, type SplValue, several, textOf, withFields } from '../value.ts';
import { Arguments, type CommandCall, nothing, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

/** Characters that are read when no path is given. [limits.conf, spath: extraction_cutoff] */
const CUTOFF = 5000;

type Fields = Iterable<readonly [string, SplValue | null]>;

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['input', 'output', 'path']);
  const input = args.text('input') ?? '_raw';
  const [word, ...more] = args.names();
  const path = args.text('path') ?? word;
  if (more.length > 0 || (args.text('path') !== undefined && word !== undefined)) {
    call.context.report('spl/arguments', { command: call.name }, call.span);
    return nothing;
  }
  const read = path === undefined ? everything(call) : onePath(call, path, args.text('output') ?? path);
  return (rows) => rows.map((row) => withFields(row, read(sourceOf(row, input, call))));
}

function sourceOf(row: Row, input: string, call: CommandCall): string | undefined {
  const value = row.get(input);
  if (isMulti(value)) call.context.report('spl/multivalue', { name: call.name }, call.span);
  return value === undefined || isMulti(value) ? undefined : textOf(value);
}

const everything =
  (call: CommandCall) =>
  (text: string | undefined): Fields => {
    if (text === undefined) return [];
    if (text.length > CUTOFF)
      call.context.report('spl/unsupported', { what: 'spath over more than 5000 characters' }, call.span);
    const json = parseJson(text);
    if (json === undefined) return [];
    return [...flatten(json, 'braces', call.context.readings.jsonNull)].map(
      ([name, values]) => [name, several(values)] as const,
    );
  };

const onePath =
  (call: CommandCall, path: string, output: string) =>
  (text: string | undefined): Fields => {
    const json = text === undefined ? undefined : parseJson(text);
    if (json === undefined) return [];
    const values = readPath(json, path, call.context.readings.jsonNull);
    if (!values) call.context.report('spl/unsupported', { what: 'a path of spath that leads to an object' }, call.span);
    return values && values.length > 0 ? [[output, several(values)]] : [];
  };

export const spath: SplCommand = {
  case: 'O114',
  docs: page('Spath'),
  open: 'XML, and paths that lead to objects, are not read; JSON null',
  build,
};
