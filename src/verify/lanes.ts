import type { LoadOptions } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import type { Backend } from '../target/backend.ts';
import { type Comparison, compareTarget } from './compare.ts';
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
  /** How many of the events the rule matches; of a stateful rule nothing is said. */
  readonly matching?: number;
  /** One a target, in the order of the lanes. */
  readonly comparisons: readonly Comparison[];
}

/** Holds a rule against its output for every target over events. */
export async function compareRule(
  loaded: Usable,
  lanes: readonly Lane[],
  events: readonly Event[],
  load?: LoadOptions,
): Promise<RuleComparison> {
  const comparisons: Comparison[] = [];
  // One after the other: an engine is one connection, and the emulators compute.
  for (const { backend, runner } of lanes) comparisons.push(await compareTarget(loaded, backend, runner, events, load));
  if (!isEventRule(loaded.rule)) return { loaded, events, comparisons };
  const matching = verdictsOf(loaded.rule, events).filter(Boolean).length;
  return { loaded, events, matching, comparisons };
}
