import { type LoadedRule, type LoadOptions, loadRuleSet } from '../index.ts';
import type { Report } from './console.ts';
import { type Input, isInput, readInputs } from './inputs.ts';

/** One file and the rules in it. */
export interface RuleFile {
  readonly input: Input;
  readonly rules: readonly LoadedRule[];
}

/** Reads what the arguments name as one set of rules. What is wrong with a file is shown when its turn comes. */
export function* readRuleSet(paths: readonly string[], load: LoadOptions, report: Report): Generator<RuleFile> {
  const inputs: Input[] = [];
  for (const item of readInputs(paths)) {
    if (isInput(item)) inputs.push(item);
    else report.show(item);
  }
  const loaded = loadRuleSet(
    inputs.map(({ source }) => source),
    load,
  );
  for (const [i, input] of inputs.entries()) {
    const { rules = [], diagnostics = [] } = loaded[i] ?? {};
    for (const found of [...diagnostics, ...rules.flatMap((rule) => rule.diagnostics)]) report.show(found);
    yield { input, rules };
  }
}
