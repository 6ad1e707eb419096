import { type Row, withFields } from '../value.ts';
import { fitsStars, starPattern } from '../wildcard.ts';
import { Arguments, type CommandCall, isWord, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

type Renaming = (row: Row) => Row;

/** A name that is not there empties the name that it would take. [SR/rename] */
const plain =
  (from: string, to: string): Renaming =>
  (row) =>
    from === to
      ? row
      : withFields(row, [
          [to, row.get(from)],
          [from, null],
        ]);

/** `foo*` AS `bar*`: one star on either side. */
function starred(from: string, to: string): Renaming | undefined {
  const [head = '', tail = '', ...more] = from.split('*');
  const [newHead = '', newTail, ...others] = to.split('*');
  if (more.length > 0 || newTail === undefined || others.length > 0) return undefined;
  const pattern = starPattern(from);
  const renamed = (name: string): string => newHead + name.slice(head.length, name.length - tail.length) + newTail;
  return (row) => {
    const names = [...row.keys()].filter((name) => fitsStars(pattern, name));
    return names.reduce((next, name) => plain(name, renamed(name))(next), row);
  };
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, []);
  const renamings: Renaming[] = [];
  const wrong = (): void => call.context.report('spl/arguments', { command: call.name }, call.span);
  if (args.rest.length === 0 || args.rest.length % 3 !== 0) wrong();
  for (let i = 0; i + 2 < args.rest.length; i += 3) {
    const [from = '', to = ''] = args.names([args.rest[i], args.rest[i + 2]].flatMap((arg) => arg ?? []));
    const renaming = from.includes('*') || to.includes('*') ? starred(from, to) : plain(from, to);
    if (!isWord(args.rest[i + 1], 'as') || !renaming) wrong();
    else renamings.push(renaming);
  }
  return (rows) => rows.map((row) => renamings.reduce((next, renaming) => renaming(next), row));
}

export const rename: SplCommand = { case: 'O102', docs: page('Rename'), build };
