import type { OptionArgument } from '../../../../grammars/spl/ast.ts';
import { compileRegex, type Matcher } from '../regex/compile.ts';
import { unescapeEval, unescapeQuotes } from '../text-escapes.ts';
import { atoms, type Row, textOf } from '../value.ts';
import { type CommandCall, nothing, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

/** The regular expression of a command, its backslashes read as the readings say. */
export function commandRegex(raw: string, quoted: boolean, call: CommandCall): Matcher | undefined {
  const twice = call.context.readings.commandRegexEscapes === 'two';
  const text = quoted ? (twice ? unescapeEval(raw) : unescapeQuotes(raw)) : raw;
  return compileRegex(text, call.context, call.span);
}

interface Target {
  readonly field: string;
  readonly raw: string;
  readonly negated: boolean;
}

/** `regex "…"` looks at `_raw`. Patterns without quotes end at a pipe or bracket, so they are refused. [SM] */
function targetOf(call: CommandCall): Target | undefined {
  const [arg, ...more] = call.args;
  if (!arg || more.length > 0) return undefined;
  if (arg.kind === 'word' && arg.value.quoted) return { field: '_raw', raw: arg.value.text, negated: false };
  return arg.kind === 'option' ? optionTarget(arg) : undefined;
}

function optionTarget({ name, negated, value }: OptionArgument): Target | undefined {
  return value.kind === 'word' && value.value.quoted ? { field: name.text, raw: value.value.text, negated } : undefined;
}

function build(call: CommandCall): Stage {
  const target = targetOf(call);
  if (!target) {
    call.context.report('spl/arguments', { command: call.name }, call.span);
    return nothing;
  }
  const matcher = commandRegex(target.raw, true, call);
  if (!matcher) return nothing;
  // An event without the field does not match, so `!=` keeps it, unlike `search f!=`.
  const matches = (row: Row): boolean => atoms(row.get(target.field)).some((atom) => matcher.test(textOf(atom)));
  return (rows) => rows.filter((row) => matches(row) !== target.negated);
}

export const regex: SplCommand = {
  case: 'S077',
  docs: page('Regex'),
  open: 'of several values one is enough (practice); how often backslashes are unescaped',
  build,
};
