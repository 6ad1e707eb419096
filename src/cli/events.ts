import { bareEventLine, diagnostic, eventLine, generateEvents, isUsable, type LoadOptions } from '../index.ts';
import { out, Report } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import type { GenerateFlags } from './generated-count.ts';
import { readRuleSet } from './rule-set.ts';

export interface EventsFlags extends GenerateFlags {
  readonly bare?: boolean;
}

/** Writes generated events of rules as NDJSON: each with what it is for and the verdict, or bare. */
export function events(paths: readonly string[], flags: EventsFlags, load: LoadOptions): ExitCode {
  const report = new Report();
  for (const { rules } of readRuleSet(paths, load, report)) {
    for (const { rule, span } of rules.filter(isUsable)) {
      const name = rule.metadata.ruleId ?? rule.metadata.name ?? rule.source.path;
      const generated = generateEvents(rule, flags);
      if (generated.length === 0 && flags.count > 0)
        report.show(diagnostic('cli/no-events', { name: rule.metadata.name, kind: rule.query.kind }, span));
      out(generated.map((one) => (flags.bare ? bareEventLine(one) : eventLine(one, name))).join(''));
    }
  }
  return report.code;
}
