import type { LoadOptions } from '../../compile.ts';
import { keywordAssumptions } from '../../passes/spread-keywords.ts';
import type { Note } from '../../target/ledger.ts';
import type { Comparison, Difference, Status } from '../compare.ts';
import type { LeafRef } from '../generate/generated.ts';
import type { Lane, RuleComparison } from '../lanes.ts';
import { minimise } from '../minimise.ts';
import { smallestStream } from '../minimise-stream.ts';
import { isAnnounced, isProved, placesOf } from '../proof.ts';
import { isUnavailable } from '../runner.ts';

/** A place in a rule's file; lines and columns count from 1. */
interface PlaceReport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One event that rule and output don't agree on; of an unannounced difference, and of every stream, the least that shows it. */
export interface DifferenceReport {
  readonly event: Readonly<Record<string, unknown>>;
  /** Whether the rule matches the event, and whether the output finds it. */
  readonly rule: boolean;
  readonly output: boolean;
  /** Of a stateful rule: the events of the stream, and the matches that only one side finds, by the places of their events, counted from 0. */
  readonly stream?: {
    readonly events: readonly Readonly<Record<string, unknown>>[];
    readonly onlyRule: readonly string[];
    readonly onlyOutput: readonly string[];
    /** How many events the stream had, where some are left out without which the difference stays. */
    readonly cutFrom?: number;
  };
  /** How the output was run: a layout, or the answers to open questions. */
  readonly way: string;
  /** The entry of the ledger that announces it. */
  readonly announced?: Pick<Note, 'effect' | 'assumption' | 'construct' | 'why'>;
  /** The part of the rule that differs. */
  readonly part?: { readonly text: string; readonly at?: PlaceReport };
}

/** How the output for one target fares. */
export interface CellReport {
  readonly target: string;
  readonly status: Status;
  /** Run, and as its ledger claims. */
  readonly proved: boolean;
  readonly assumes: readonly { readonly id: string; readonly sentence: string }[];
  readonly runner?: { readonly name: string; readonly version: string };
  /** Why there is no output, why nothing ran it, or what its target says against it. */
  readonly reason?: string;
  readonly ways: readonly string[];
  /** Events for which the output had a verdict. */
  readonly held: number;
  readonly unannounced: number;
  readonly announced: number;
  /** The first unannounced difference, else the first announced one. */
  readonly first?: DifferenceReport;
}

export interface RuleReport {
  readonly file: string;
  readonly name: string;
  readonly id?: string;
  readonly events: number;
  /** Of a stateful rule: how many streams these are. */
  readonly streams?: number;
  /** Events that match; of a stateful rule matches. */
  readonly matching: number;
  readonly targets: readonly CellReport[];
}

/** A whole comparison, as data. */
export interface CompareReport {
  readonly isorule: string;
  readonly seed: number;
  readonly rules: readonly RuleReport[];
  /** What runs each target here, or why nothing does. */
  readonly targets: readonly (
    | { readonly target: string; readonly name: string; readonly version: string }
    | { readonly target: string; readonly missing: string }
  )[];
}

function partOf({ text, origin }: LeafRef): NonNullable<DifferenceReport['part']> {
  const at = origin?.source.position(origin.start);
  return { text, ...(origin && at && { at: { file: origin.source.path, ...at } }) };
}

function streamOf({ stream }: Difference): Pick<DifferenceReport, 'stream'> {
  if (!stream) return {};
  const { events, missed, extra, cutFrom } = stream;
  return { stream: { events, onlyRule: missed, onlyOutput: extra, ...(cutFrom !== undefined && { cutFrom }) } };
}

function announcedReport(difference: Difference): DifferenceReport {
  const { event, wanted, way, announced } = difference;
  const base = { event, rule: wanted, output: !wanted, way, ...streamOf(difference) };
  if (!announced || announced.effect === 'exact') return base;
  const { effect, construct, why, assumption, origin } = announced;
  return {
    ...base,
    announced: { effect, construct, why, ...(assumption !== undefined && { assumption }) },
    ...(origin && { part: partOf({ text: origin.source.text.slice(origin.start, origin.end), origin }) }),
  };
}

async function firstDifference(
  { loaded }: RuleComparison,
  { backend, runner }: Lane,
  differences: readonly Difference[],
  load: LoadOptions | undefined,
): Promise<DifferenceReport | undefined> {
  const first = differences.find((one) => !isAnnounced(one)) ?? differences[0];
  if (!first) return undefined;
  if (isUnavailable(runner)) return announcedReport(first);
  const search = { backend, runner, ...(load && { load }) };
  if (first.stream) return announcedReport(await smallestStream(loaded, search, first));
  if (isAnnounced(first)) return announcedReport(first);
  const { event, wanted, leaf } = await minimise(loaded, search, first);
  return { event, rule: wanted, output: !wanted, way: first.way, ...(leaf && { part: partOf(leaf) }) };
}

function reasonOfCell({ conversion, reason, fault }: Comparison): string | undefined {
  if (fault) return `${fault.way}: ${fault.reason}`;
  return reason ?? conversion.ledger.find(({ effect }) => effect === 'unsupported')?.why;
}

async function cellReport(
  rule: RuleComparison,
  lane: Lane,
  comparison: Comparison,
  load: LoadOptions | undefined,
): Promise<CellReport> {
  const { target, status, conversion, runner, ways, held, differences } = comparison;
  const reason = reasonOfCell(comparison);
  const first = await firstDifference(rule, lane, differences, load);
  return {
    target,
    status,
    proved: isProved(comparison),
    assumes: conversion.assumes.map((id) => ({
      id,
      sentence: (lane.backend.assumptions[id] ?? keywordAssumptions[id])?.sentence ?? '',
    })),
    ...(runner && { runner }),
    ...(reason !== undefined && { reason }),
    ways,
    held,
    unannounced: placesOf(differences.filter((one) => !isAnnounced(one))),
    announced: placesOf(differences.filter(isAnnounced)),
    ...(first && { first }),
  };
}

/** One rule's row: a cell a target, the first difference of each cut down. Runs outputs again, so the lanes must be open. */
export async function ruleReport(
  rule: RuleComparison,
  lanes: readonly Lane[],
  load?: LoadOptions,
): Promise<RuleReport> {
  const { metadata, source } = rule.loaded.rule;
  const targets: CellReport[] = [];
  for (const [at, comparison] of rule.comparisons.entries()) {
    const lane = lanes[at];
    if (lane) targets.push(await cellReport(rule, lane, comparison, load));
  }
  return {
    file: source.path,
    name: metadata.name ?? source.path,
    ...(metadata.ruleId !== undefined && { id: metadata.ruleId }),
    events: rule.events.length,
    ...(rule.streams !== undefined && { streams: rule.streams }),
    matching: rule.matching,
    targets,
  };
}

/** The engines of a report, in the order of the lanes. */
export const targetsOf = (lanes: readonly Lane[]): CompareReport['targets'] =>
  lanes.map(({ backend, runner }) =>
    isUnavailable(runner)
      ? { target: backend.id, missing: runner.missing }
      : { target: backend.id, name: runner.name, version: runner.version },
  );

/** Whether an output says something else than its rule and than its ledger, or is not taken by its target. */
export const isFinding = ({ status }: CellReport): boolean => status === 'unannounced' || status === 'failed';
