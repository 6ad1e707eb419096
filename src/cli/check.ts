import { isUsable, type LoadOptions } from '../index.ts';
import { out, Report } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { documentJson, ruleJson } from './json-output.ts';
import { readRuleSet } from './rule-set.ts';

/** Reads rules and says what is wrong with them; writes nothing. */
export function check(
  paths: readonly string[],
  flags: { readonly format: 'text' | 'json' },
  load: LoadOptions,
): ExitCode {
  const report = new Report();
  const rules: Record<string, unknown>[] = [];
  let [sound, total, files] = [0, 0, 0];
  for (const { input, rules: found } of readRuleSet(paths, load, report)) {
    files++;
    const own = found.filter(({ role }) => role !== 'filter');
    total += own.length;
    sound += own.filter(isUsable).length;
    rules.push(...found.map((rule) => ruleJson(rule, input.source.path, [])));
  }
  if (flags.format === 'json') out(documentJson(rules, report.all));
  else out(`${sound} of ${total} rules in ${files} files can be converted\n`);
  return report.code;
}
