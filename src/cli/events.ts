import {
  bareEventLine,
  bareStreamLines,
  diagnostic,
  eventLine,
  generateEvents,
  generateStreams,
  isUsable,
  type LoadOptions,
  streamLine,
} from '../index.ts';
import { out, Report } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import type { GenerateFlags } from './generated-count.ts';
import { readRuleSet } from './rule-set.ts';

export interface EventsFlags extends GenerateFlags {
  readonly bare?: boolean;
}

type Rule = Parameters<typeof generateEvents>[0];

const linesOfEvents = (rule: Rule, name: string, flags: EventsFlags): readonly string[] =>
  generateEvents(rule, flags).map((one) => (flags.bare ? bareEventLine(one) : eventLine(one, name)));

/** A stream a line with its matches, or its events a line each. */
const linesOfStreams = (rule: Rule, name: string, flags: EventsFlags): readonly string[] =>
  generateStreams(rule, flags)
    .slice(0, flags.count)
    .flatMap((one) => (flags.bare ? bareStreamLines(one) : [streamLine(one, name)]));

/** Writes generated events of rules as NDJSON: each with what it is for and the verdict, or bare; for stateful rules streams of events. */
export function events(paths: readonly string[], flags: EventsFlags, load: LoadOptions): ExitCode {
  const report = new Report();
  for (const { rules } of readRuleSet(paths, load, report)) {
    for (const { rule, span } of rules.filter(isUsable)) {
      const name = rule.metadata.ruleId ?? rule.metadata.name ?? rule.source.path;
      const lines = rule.query.kind === 'event' ? linesOfEvents(rule, name, flags) : linesOfStreams(rule, name, flags);
      if (lines.length === 0 && flags.count > 0)
        report.show(diagnostic('cli/no-events', { name: rule.metadata.name, kind: rule.query.kind }, span));
      out(lines.join(''));
    }
  }
  return report.code;
}
