import { isoText } from '../../base/instant.ts';
import { Random } from '../../base/random.ts';
import { holds } from '../../eval/cond.ts';
import { filterCondition } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import type { Rule } from '../../ir/rule.ts';
import { fieldsOfCond } from '../../ir/walk.ts';
import { nested } from '../../solve/change.ts';
import { keyOf } from '../../solve/test-tree.ts';
import type { GeneratedEvent, GenerateOptions, Purpose } from './generated.ts';
import { leafRef, Makers, type Proposal } from './makers.ts';

/** The time of the first event; each following one is a second later. */
const FIRST_TIME = BigInt(Date.UTC(2025, 0, 1)) * 1_000_000n;
const SECOND = 1_000_000_000n;
const DEFAULT_COUNT = 100;

/** How many events a purpose gives in each round, until the events are enough. */
const TURNS: readonly (readonly [Purpose, number])[] = [
  ['match', 2],
  ['near-miss', 3],
  ['absent', 1],
  ['other-case', 1],
  ['boundary', 2],
  ['special-characters', 3],
  ['several-values', 1],
  ['null', 1],
  ['wrong-type', 1],
  ['random', 1],
];

/** Gives proposals their time and verdict; keeps those that are new and what they promise. */
class Collector {
  readonly events: GeneratedEvent[] = [];
  readonly #cond: Cond;
  readonly #timeField: string | undefined;
  readonly #seen = new Set<string>();
  readonly #numbers = new Map<Purpose, number>();

  constructor(cond: Cond, rule: Rule) {
    this.#cond = cond;
    const { timestamp } = rule.time;
    this.#timeField = fieldsOfCond(cond).some(({ name }) => name === timestamp) ? undefined : timestamp;
  }

  /** Whether the event was taken. */
  take({ purpose, draft, test, expect }: Proposal): boolean {
    const key = keyOf([...draft].sort(([a], [b]) => (a < b ? -1 : 1)));
    if (this.#seen.has(key)) return false;
    const time = isoText(FIRST_TIME + BigInt(this.events.length) * SECOND);
    const event = nested(this.#timeField === undefined ? draft : new Map([...draft, [this.#timeField, time]]));
    const matches = holds(this.#cond, event);
    if (expect !== undefined && matches !== expect) return false;
    this.#seen.add(key);
    const number = (this.#numbers.get(purpose) ?? 0) + 1;
    this.#numbers.set(purpose, number);
    this.events.push({ id: `${purpose}-${number}`, purpose, ...(test && { leaf: leafRef(test) }), event, matches });
    return true;
  }
}

/** Pulls the next proposals until one is taken; false where there are no more. */
function takeNext(proposals: Iterator<Proposal>, collector: Collector): boolean {
  for (;;) {
    const { value, done } = proposals.next();
    if (done === true) return false;
    if (collector.take(value)) return true;
  }
}

/**
 * Events for an event rule: some that match, some that just don't, each with the oracle's verdict. The same for the same rule and
 * options. What pipes cut off (`head`, `tail`) is not looked at: a verdict is that of the filter. Rules that read several events give none.
 */
export function generateEvents(
  rule: Rule,
  { seed, count = DEFAULT_COUNT }: GenerateOptions,
): readonly GeneratedEvent[] {
  if (rule.query.kind !== 'event') return [];
  const cond = filterCondition(rule.query.filter);
  const makers = new Makers(cond, new Random(seed));
  const collector = new Collector(cond, rule);
  let open = TURNS.map(([purpose, turns]) => ({ turns, proposals: makers.proposals(purpose) }));
  while (open.length > 0 && collector.events.length < count) {
    open = open.filter(({ turns, proposals }) => {
      for (let turn = 0; turn < turns && collector.events.length < count; turn++) {
        if (!takeNext(proposals, collector)) return false;
      }
      return true;
    });
  }
  return collector.events;
}

/** Events for an event rule whose verdicts hang on one test alone, a match and a near miss for each test that is asked for by its text. */
export function decidedEvents(rule: Rule, isAsked: (test: string) => boolean, seed: number): readonly GeneratedEvent[] {
  if (rule.query.kind !== 'event') return [];
  const cond = filterCondition(rule.query.filter);
  const makers = new Makers(cond, new Random(seed));
  const collector = new Collector(cond, rule);
  for (const test of makers.tests.filter(({ text }) => isAsked(text)))
    for (const proposal of makers.decidedBy(test)) collector.take(proposal);
  return collector.events;
}
