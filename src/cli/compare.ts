import { readFileSync } from 'node:fs';
import {
  closeLanes,
  compareHtml,
  compareJson,
  compareRule,
  compareText,
  diagnostic,
  isFinding,
  isUsable,
  type Lane,
  type LoadOptions,
  materialFor,
  openLanes,
  type RuleReport,
  readEvents,
  ruleReport,
  SourceText,
  targetsOf,
} from '../index.ts';
import { err, out, Report } from './console.ts';
import { EXIT, type ExitCode, worst } from './exit-codes.ts';
import type { GenerateFlags } from './generated-count.ts';
import { readRuleSet } from './rule-set.ts';
import { selectTargets } from './targets.ts';
import { VERSION } from './version.ts';

const FORMATS = { text: compareText, json: compareJson, html: compareHtml } as const;
export type CompareFormat = keyof typeof FORMATS;
export const compareFormats = Object.keys(FORMATS) as readonly CompareFormat[];

export interface CompareFlags extends GenerateFlags {
  readonly to: string;
  readonly events?: string;
  readonly format: CompareFormat;
}

type Events = readonly Readonly<Record<string, unknown>>[];

/** The events of a file; problems are shown. */
function givenEvents(path: string | undefined, report: Report): Events {
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.show(diagnostic('cli/unreadable', { path, reason }), EXIT.usage);
    return [];
  }
  const { value = [], diagnostics } = readEvents(new SourceText(path, text));
  for (const found of diagnostics) report.show(found, EXIT.usage);
  return value.map(({ event }) => event);
}

/** Rows of the rules of all files, one after the other. */
async function* rows(
  paths: readonly string[],
  flags: CompareFlags,
  load: LoadOptions,
  given: Events,
  lanes: readonly Lane[],
  report: Report,
): AsyncIterable<RuleReport> {
  for (const { rules } of readRuleSet(paths, load, report)) {
    for (const rule of rules.filter(isUsable).filter(({ role }) => role === 'alerts')) {
      yield await ruleReport(await compareRule(rule, lanes, materialFor(rule.rule, flags, given), load), lanes, load);
    }
  }
}

/** Runs every target's output over the same events, and holds it against its rule. */
export async function compare(paths: readonly string[], flags: CompareFlags, load: LoadOptions): Promise<ExitCode> {
  const report = new Report();
  const { chosen, unknown } = selectTargets(flags.to);
  for (const found of unknown) report.show(found, EXIT.usage);
  const given = givenEvents(flags.events, report);
  if (report.code === EXIT.usage) return report.code;
  const lanes = await openLanes(chosen, VERSION);
  try {
    const rules: RuleReport[] = [];
    for await (const row of rows(paths, flags, load, given, lanes, report)) rules.push(row);
    const targets = targetsOf(lanes);
    if (flags.format !== 'text')
      for (const one of targets) if ('missing' in one) err(`${one.target} left out: ${one.missing}\n`);
    out(FORMATS[flags.format]({ isorule: VERSION, seed: flags.seed, targets, rules }));
    const found = rules.some(({ targets: cells }) => cells.some(isFinding));
    return found ? worst(report.code, EXIT.findings) : report.code;
  } finally {
    await closeLanes(lanes);
  }
}
