import type { Command, EvalCommand, OtherCommand, Pipeline } from '../../../grammars/spl/ast.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { nothing, type Stage } from './commands/command.ts';
import { commands } from './commands/index.ts';
import type { Context } from './context.ts';
import { compileCondition, compileValue } from './eval/compile.ts';
import type { ReferenceFacts } from './facts.ts';
import { compileSearch } from './search/compile.ts';
import { withFields } from './value.ts';

type Cases = { readonly [K in Command['kind']]: (command: Extract<Command, { kind: K }>, context: Context) => Stage };

const CASES: Cases = {
  search: ({ condition }, context) => {
    if (!condition) return (rows) => rows;
    const test = compileSearch(condition, context);
    return (rows) => rows.filter(test);
  },
  where: ({ condition }, context) => {
    const test = compileCondition(condition, context);
    return (rows) => rows.filter((row) => test(row) === true);
  },
  eval: assign,
  other,
};

/** `search`, `where` and `eval` have grammars of their own; the reference lists them here. */
export const ownCommands: Readonly<Record<Exclude<Command['kind'], 'other'>, ReferenceFacts>> = {
  search: { case: 'S040', docs: 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Search' },
  where: { case: 'S014', docs: 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Where' },
  eval: { case: 'S158', docs: 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Eval' },
};

/** Assignments are made one after the other: a later one sees the earlier ones. [SR/eval] */
function assign({ assignments }: EvalCommand, context: Context): Stage {
  const steps = assignments.map(({ field, value }) => [field, compileValue(value, context)] as const);
  return (rows) =>
    rows.map((row) => {
      let next = row;
      for (const [field, run] of steps) {
        const value = run(next);
        // A Boolean was refused when the expression was compiled.
        next = withFields(next, [[field, typeof value === 'boolean' ? null : value]]);
      }
      return next;
    });
}

function other({ name, nameSpan, args, span }: OtherCommand, context: Context): Stage {
  const known = commands.get(name);
  if (!known) {
    const near = didYouMean(name, [...commands.keys(), ...Object.keys(ownCommands)]);
    context.report('spl/unknown-command', { name, near }, nameSpan);
    return nothing;
  }
  return known.build({ name, args, span, context, compile: (pipeline) => compilePipeline(pipeline, context) });
}

/** Compiles commands into one stage. Faults go to the context. */
export function compilePipeline({ commands: list }: Pipeline, context: Context): Stage {
  const stages = list.map((command) =>
    // The table is indexed by the node's own kind, which TypeScript cannot follow.
    (CASES[command.kind] as (command: Command, context: Context) => Stage)(command, context),
  );
  return (rows) => stages.reduce((now, stage) => stage(now), rows);
}
