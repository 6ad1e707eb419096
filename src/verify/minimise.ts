import type { LoadOptions } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import { filterCondition, not } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import { printCond } from '../ir/print.ts';
import type { EventQuery } from '../ir/query.ts';
import { leavesOf } from '../ir/walk.ts';
import type { Backend } from '../target/backend.ts';
import { compareTarget, type Difference } from './compare.ts';
import type { LeafRef } from './generate/generated.ts';
import type { Runner, Usable } from './runner.ts';
import { hasPipes } from './tables.ts';

/** A difference cut down to what makes it. */
export interface SmallDifference {
  readonly event: Event;
  /** What the rule says of the event; the output says the opposite. */
  readonly wanted: boolean;
  /** The test of the rule whose output alone says something else of the event; none: only the whole rule shows it. */
  readonly leaf?: LeafRef;
}

const ROUNDS = 80;
const CANDIDATES = 300;

type Plain = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* smallerText(text: string): Generator<string> {
  const half = text.length >> 1;
  if (half > 0) yield* [text.slice(half), text.slice(0, half), text.slice(1), text.slice(0, -1)];
}

function* smallerList(list: readonly unknown[]): Generator<unknown> {
  if (list.length === 1) yield list[0];
  for (let at = 0; at < list.length; at++) yield list.filter((_, other) => other !== at);
  for (let at = 0; at < list.length; at++) for (const less of smallerValue(list[at])) yield list.with(at, less);
}

function* smallerObject(value: Plain): Generator<Plain> {
  for (const gone of Object.keys(value))
    yield Object.fromEntries(Object.entries(value).filter(([key]) => key !== gone));
  for (const [key, inner] of Object.entries(value))
    for (const less of smallerValue(inner)) yield { ...value, [key]: less };
}

/** The values one step smaller: without a part, or with a shorter one. */
function* smallerValue(value: unknown): Generator<unknown> {
  if (typeof value === 'string') yield* smallerText(value);
  else if (Array.isArray(value)) yield* smallerList(value);
  else if (isObject(value)) yield* smallerObject(value);
}

const sizeOf = (value: unknown): number =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)).length;

function candidatesOf(event: Event): readonly Event[] {
  const out: Event[] = [];
  for (const less of smallerObject(event)) {
    out.push(less);
    if (out.length >= CANDIDATES) break;
  }
  return out;
}

/** What a difference is looked for with. */
export interface Search {
  readonly backend: Backend;
  readonly runner: Runner;
  readonly load?: LoadOptions;
}

async function unannounced(
  loaded: Usable,
  { backend, runner, load }: Search,
  events: readonly Event[],
): Promise<readonly Difference[]> {
  const { differences } = await compareTarget(loaded, backend, runner, events, load);
  return differences.filter(({ announced }) => announced === undefined);
}

/** The smallest of the differing events one step away, as long as there are some. */
async function smallest(loaded: Usable, search: Search, first: Difference): Promise<Difference> {
  let best = first;
  for (let round = 0; round < ROUNDS; round++) {
    const found = await unannounced(loaded, search, candidatesOf(best.event));
    const [next] = [...found].sort((a, b) => sizeOf(a.event) - sizeOf(b.event));
    if (!next) break;
    best = next;
  }
  return best;
}

/** A rule that asks for one test of another and nothing else. */
export function ruleOfTest(loaded: Usable, test: Cond): Usable {
  const query: EventQuery = { kind: 'event', filter: { condition: test }, pipes: [] };
  return { ...loaded, around: [], rule: { ...loaded.rule, query } };
}

/** The different tests of an event rule, its category among them. */
function testsOf({ rule }: Usable): readonly Cond[] {
  if (rule.query.kind !== 'event') return [];
  const byText = new Map(leavesOf(filterCondition(rule.query.filter)).map((test) => [printCond(test), test]));
  return [...byText.values()];
}

async function differingTest(loaded: Usable, search: Search, event: Event): Promise<Cond | undefined> {
  for (const test of testsOf(loaded)) {
    // A test and its complement are not always written alike.
    for (const part of [test, not(test, test.origin)])
      if ((await unannounced(ruleOfTest(loaded, part), search, [event])).length > 0) return part;
  }
  return undefined;
}

/** Cuts an unannounced difference down: the least event found that still shows it, and the test of the rule that it comes from. */
export async function minimise(loaded: Usable, search: Search, difference: Difference): Promise<SmallDifference> {
  // With pipes the verdict on one event hangs on the others.
  if (hasPipes(loaded.rule)) return { event: difference.event, wanted: difference.wanted };
  const { event, wanted } = await smallest(loaded, search, difference);
  const test = await differingTest(loaded, search, event);
  const leaf = test && { text: printCond(test), ...(test.origin && { origin: test.origin }) };
  return { event, wanted, ...(leaf && { leaf }) };
}
