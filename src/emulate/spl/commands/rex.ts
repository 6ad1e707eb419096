import type { Matcher } from '../regex/compile.ts';
import { atoms, type Row, type SplValue, several, textOf, withFields } from '../value.ts';
import { Arguments, type CommandCall, nothing, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';
import { commandRegex } from './regex.ts';

/** What the named groups took, over at most `max` matches (0: all). A group that took no part sets nothing. */
function extract(
  matcher: Matcher,
  row: Row,
  field: string,
  max: number,
): readonly (readonly [string, SplValue | null])[] {
  const found = atoms(row.get(field)).flatMap((atom) => [...matcher.all(textOf(atom))]);
  const used = max === 0 ? found : found.slice(0, max);
  return [...matcher.names].flatMap(([name, group]) => {
    const taken = used.flatMap(({ groups }) => groups[group] ?? []);
    return taken.length === 0 ? [] : [[name, several(taken)] as const];
  });
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, ['field', 'max_match']);
  const [pattern, ...more] = args.rest;
  if (pattern?.kind !== 'word' || !pattern.value.quoted || more.length > 0) {
    call.context.report('spl/arguments', { command: call.name }, call.span);
    return nothing;
  }
  const matcher = commandRegex(pattern.value.text, true, call);
  const field = args.text('field') ?? '_raw';
  const max = args.count('max_match', 1);
  if (!matcher) return nothing;
  if (matcher.names.size === 0)
    call.context.report('spl/unsupported', { what: 'rex without a named group' }, call.span);
  return (rows) => rows.map((row) => withFields(row, extract(matcher, row, field, max)));
}

export const rex: SplCommand = {
  case: 'O100',
  docs: page('Rex'),
  open: 'mode=sed is refused; how often backslashes are unescaped',
  build,
};
