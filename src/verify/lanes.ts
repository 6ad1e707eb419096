import type { LoadOptions } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import { runQuery } from '../eval/run-query.ts';
import type { Rule } from '../ir/rule.ts';
import type { Backend } from '../target/backend.ts';
import { type Comparison, compareTarget } from './compare.ts';
import { compareStreams } from './compare-streams.ts';
import type { Stream } from './joined-streams.ts';
import { isEventRule, verdictsOf } from './oracle.ts';
import { isUnavailable, type Runner, type Unavailable, type Usable } from './runner.ts';
import { runners } from './runners/index.ts';

/** A target with what runs its outputs, or why nothing here does. */
export interface Lane {
  readonly backend: Backend;
  readonly runner: Runner | Unavailable;
}

async function openLane(backend: Backend, version: string): Promise<Lane> {
  const open = Object.hasOwn(runners, backend.id) ? runners[backend.id] : undefined;
  if (!open) return { backend, runner: { missing: 'nothing here runs its outputs' } };
  return { backend, runner: await open(version) };
}

/** Starts what runs the outputs of the targets. Whoever opens lanes closes them. */
export const openLanes = (backends: readonly Backend[], version: string): Promise<readonly Lane[]> =>
  Promise.all(backends.map((backend) => openLane(backend, version)));

export async function closeLanes(lanes: readonly Lane[]): Promise<void> {
  await Promise.all(lanes.map(({ runner }) => (isUnavailable(runner) ? undefined : runner.close())));
}

/** A rule held against its outputs over the same events. */
export interface RuleComparison {
  readonly loaded: Usable;
  readonly events: readonly Event[];
  /** Of a stateful rule: how many streams the events are. */
  readonly streams?: number;
  /** How many of the events the rule matches; of a stateful rule how many matches it finds. */
  readonly matching: number;
  /** One a target, in the order of the lanes. */
  readonly comparisons: readonly Comparison[];
}

/** What a rule is held against its outputs over: single events, or the streams of a stateful rule. */
export type Material = { readonly events: readonly Event[] } | { readonly streams: readonly Stream[] };

const eventsIn = (material: Material): readonly Event[] =>
  'streams' in material ? material.streams.flat() : material.events;

function matchingIn({ rule }: Usable, material: Material): number {
  if (isEventRule(rule)) return verdictsOf(rule, eventsIn(material)).filter(Boolean).length;
  const streams = 'streams' in material ? material.streams : [material.events];
  return streams.flatMap((stream) => runQuery(rule.query, stream, rule.time)).length;
}

/**
 * Holds a rule against its output for a target. Events given for a stateful rule are one stream.
 * @param finder finds a stateful rule's matches, where it is not the rule itself: of a mapped one whose events lie in several tables
 */
export function compareLane(
  loaded: Usable,
  { backend, runner }: Lane,
  material: Material,
  load?: LoadOptions,
  finder?: Rule,
): Promise<Comparison> {
  if (isEventRule(loaded.rule)) return compareTarget(loaded, backend, runner, eventsIn(material), load);
  return compareStreams(loaded, backend, runner, 'streams' in material ? material.streams : [material.events], finder);
}

/** Holds a rule against its output for every target. */
export async function compareRule(
  loaded: Usable,
  lanes: readonly Lane[],
  material: Material,
  load?: LoadOptions,
): Promise<RuleComparison> {
  const comparisons: Comparison[] = [];
  // One after the other: an engine is one connection, and the emulators compute.
  for (const lane of lanes) comparisons.push(await compareLane(loaded, lane, material, load));
  const streams = 'streams' in material ? { streams: material.streams.length } : {};
  return { loaded, events: eventsIn(material), ...streams, matching: matchingIn(loaded, material), comparisons };
}
