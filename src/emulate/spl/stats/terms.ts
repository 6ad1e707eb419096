import type { Argument, CallArgument, WordArgument } from '../../../../grammars/spl/ast.ts';
import { didYouMean } from '../../../base/did-you-mean.ts';
import { type Arguments, type CommandCall, isWord, nameOf, splitAt } from '../commands/command.ts';
import { compileEval } from '../eval/compile.ts';
import { isMulti, numberOf, type Row, type SplValue, textOf, type Value } from '../value.ts';
import type { Sample } from './aggregator.ts';
import { type StatsFunction, statsFunction, statsFunctions } from './functions.ts';

/** One aggregate of a stats command: what it reads, what it does, and the field that takes the result. */
export interface Term {
  readonly output: string;
  readonly known: StatsFunction;
  readonly sample: (row: Row) => Sample | undefined;
}

export interface StatsArguments {
  readonly terms: readonly Term[];
  readonly by: readonly string[];
}

type Read = (row: Row) => SplValue | undefined;

/** In `count(eval(…))` a condition counts where it is true. [SR/stats] */
function stored(value: Value): SplValue | undefined {
  if (typeof value === 'boolean') return value ? 1 : undefined;
  return value ?? undefined;
}

function reader(
  arg: CallArgument['args'][number] | undefined,
  known: StatsFunction,
  call: CommandCall,
  at: Argument,
): Read {
  if (arg?.kind === 'eval') {
    const { evaluate, gives } = compileEval(arg.value, call.context);
    if (gives === 'boolean' && !known.bare) call.context.report('spl/boolean', {}, arg.span);
    return (row) => stored(evaluate(row));
  }
  if (arg) {
    const name = nameOf(arg.value);
    if (name.includes('*'))
      call.context.report('spl/unsupported', { what: 'a wildcard in a stats function' }, arg.span);
    return (row) => row.get(name);
  }
  if (!known.bare) call.context.report('spl/argument', { command: call.name }, at.span);
  return () => 1;
}

function termOf(arg: CallArgument | WordArgument, alias: string | undefined, call: CommandCall): Term | undefined {
  const name = arg.kind === 'call' ? arg.name : nameOf(arg.value);
  const inner = arg.kind === 'call' ? arg.args : [];
  const known = statsFunction(name);
  if (!known || inner.length > 1) {
    call.context.report(
      'spl/unknown-function',
      { name, near: didYouMean(name, Object.keys(statsFunctions)) },
      arg.span,
    );
    return undefined;
  }
  const read = reader(inner[0], known, call, arg);
  const written = arg.span.source.text.slice(arg.span.start, arg.span.end);
  return { output: alias ?? written, known, sample: sampler(read, known, call) };
}

function sampler(read: Read, known: StatsFunction, call: CommandCall): Term['sample'] {
  return (row) => {
    const value = read(row);
    if (value === undefined) return undefined;
    const time = numberOf(row.get('_time'));
    if (known.timed && time === undefined) call.context.report('spl/no-time', { field: '_time' }, call.span);
    return { value, time };
  };
}

function aliasAt(args: Arguments, list: readonly Argument[], at: number): string | undefined {
  const name = list[at + 1];
  return isWord(list[at], 'as') && name ? args.fields([name])[0] : undefined;
}

/** Reads `count dc(f) AS n … BY a b`. */
export function statsArguments(args: Arguments, call: CommandCall): StatsArguments {
  const [list, byList] = splitAt(args.rest, 'by');
  const terms: Term[] = [];
  for (let i = 0; i < list.length; i++) {
    const arg = list[i];
    const alias = aliasAt(args, list, i + 1);
    const term = arg?.kind === 'call' || arg?.kind === 'word' ? termOf(arg, alias, call) : undefined;
    if (term) terms.push(term);
    else if (arg) args.refuse(arg);
    if (alias !== undefined) i += 2;
  }
  if (terms.length === 0) call.context.report('spl/arguments', { command: call.name }, call.span);
  return { terms, by: args.fields(byList) };
}

/** The values of the BY fields of a row, or nothing if one is missing and such rows are left out. */
export function groupOf(
  row: Row,
  by: readonly string[],
  call: CommandCall,
): readonly (SplValue | undefined)[] | undefined {
  const key = by.map((name) => row.get(name));
  return key.includes(undefined) && call.context.readings.missingByField === 'left-out' ? undefined : key;
}

/** As `groupOf`, for commands where the documents do not say what several values of a BY field do. */
export function singleGroupOf(row: Row, by: readonly string[], call: CommandCall): string | undefined {
  const key = groupOf(row, by, call);
  if (key?.some(isMulti)) call.context.report('spl/multivalue', { name: call.name }, call.span);
  return key && keyText(key);
}

/** One text for one group: 1 and "1" are the same value. */
export const keyText = (key: readonly (SplValue | undefined)[]): string =>
  JSON.stringify(key.map((value) => (value === undefined ? null : isMulti(value) ? value.map(textOf) : textOf(value))));
