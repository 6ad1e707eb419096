import { isUsable, type LoadOptions, loadRules } from '../index.ts';
import { out, Report } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { isInput, readInputs } from './inputs.ts';
import { documentJson, ruleJson } from './json-output.ts';

/** Reads rules and says what is wrong with them; writes nothing. */
export function check(
  paths: readonly string[],
  flags: { readonly format: 'text' | 'json' },
  load: LoadOptions,
): ExitCode {
  const report = new Report();
  const rules: Record<string, unknown>[] = [];
  let [sound, files] = [0, 0];
  for (const item of readInputs(paths)) {
    if (!isInput(item)) {
      report.show(item);
      continue;
    }
    files++;
    const loaded = loadRules(item.source, load);
    for (const found of loaded.diagnostics) report.show(found);
    for (const rule of loaded.rules) {
      for (const found of rule.diagnostics) report.show(found);
      if (isUsable(rule)) sound++;
      rules.push(ruleJson(rule, item.source.path, []));
    }
  }
  if (flags.format === 'json') out(documentJson(rules, report.all));
  else out(`${sound} of ${rules.length} rules in ${files} files can be converted\n`);
  return report.code;
}
