import { atoms, isMulti, type Row, withFields } from '../value.ts';
import { Arguments, type CommandCall, nothing, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

/** Rows of the subsearch that are used. [limits.conf, join: subsearch_maxout] */
const MOST_RIGHT = 50_000;

/** The key of a row, or nothing if a field is missing: such rows join with nothing. */
function keyOf(row: Row, names: readonly string[], call: CommandCall): string | undefined {
  const values = names.map((name) => row.get(name));
  if (values.some(isMulti)) call.context.report('spl/multivalue', { name: call.name }, call.span);
  return values.includes(undefined) ? undefined : JSON.stringify(values.map((value) => atoms(value).map(String)));
}

function index(rows: readonly Row[], names: readonly string[], call: CommandCall): ReadonlyMap<string, readonly Row[]> {
  const byKey = new Map<string, Row[]>();
  for (const row of rows.slice(0, MOST_RIGHT)) {
    const key = keyOf(row, names, call);
    const known = key === undefined ? undefined : byKey.get(key);
    if (known) known.push(row);
    else if (key !== undefined) byKey.set(key, [row]);
  }
  return byKey;
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['type', 'max', 'overwrite']);
  const type = args.choice('type', ['inner', 'left', 'outer']);
  const max = args.count('max', 1);
  const overwrite = args.flag('overwrite', true);
  const sub = args.rest.find((arg) => arg.kind === 'subsearch');
  const names = args.fields(args.rest.filter((arg) => arg.kind !== 'subsearch'));
  if (sub?.kind !== 'subsearch' || names.length === 0 || sub.value.commands[0]?.kind !== 'other') {
    call.context.report('spl/arguments', { command: call.name }, call.span);
    return nothing;
  }
  const stage = call.compile(sub.value);
  const joined = (left: Row, right: Row): Row => (overwrite ? withFields(left, right) : withFields(right, left));
  return (rows) => {
    const right = index(stage([]), names, call);
    return rows.flatMap((row) => {
      const key = keyOf(row, names, call);
      const found = (key === undefined ? undefined : right.get(key)) ?? [];
      if (found.length === 0) return type === 'inner' ? [] : [row];
      const used = max === 0 ? found : found.slice(0, max);
      call.context.spendRows(used.length, row.size, call.span);
      return used.map((other) => joined(row, other));
    });
  };
}

export const join: SplCommand = {
  case: 'S155',
  docs: page('Join'),
  open: 'join without fields is refused; the time limit of the subsearch is not modelled',
  build,
};
