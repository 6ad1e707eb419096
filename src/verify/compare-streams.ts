import { convertRule } from '../compile.ts';
import { passes } from '../eval/event-query.ts';
import { eventTime } from '../eval/time-order.ts';
import type { Rule } from '../ir/rule.ts';
import { fieldsOfQuery, filtersOf } from '../ir/walk.ts';
import type { Backend } from '../target/backend.ts';
import type { LedgerEntry, Note } from '../target/ledger.ts';
import { announcement, type Comparison, type Difference, statusOf } from './compare.ts';
import {
  alone,
  type JoinedStreams,
  joinedStreams,
  type PlacedStream,
  placedStream,
  type Stream,
  splitWay,
} from './joined-streams.ts';
import type { Answer, Hit, MatchWay } from './matches/answer.ts';
import { isAnnounced } from './proof.ts';
import { isGranted, isUnavailable, type Runner, type Unavailable, type Usable } from './runner.ts';

const textOf = (events: Hit['events']): string => events.map((place) => place ?? '-').join(',');

/** A correlation's events have no order among themselves. */
const hitText = ({ events, rule }: Hit, ordered: boolean): string => {
  const places = ordered ? events : [...events].sort((a, b) => (a ?? -1) - (b ?? -1));
  return `${textOf(places)}${rule === undefined ? '' : ` ${rule}`}`;
};

/** What is in `a` and not in `b`, as often as it is there more. */
function surplus(a: readonly string[], b: readonly string[]): readonly string[] {
  const left = [...b];
  return a.filter((text) => {
    const at = left.indexOf(text);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

const hasSameTimes = ({ time }: Rule, stream: Stream): boolean => {
  const times = stream.map((event) => String(eventTime(event, time)));
  return new Set(times).size < times.length;
};

/** Whether an event may stand in two places, or two events in one. */
function hasSeveralForAStep({ query }: Rule, stream: Stream): boolean {
  const taken = filtersOf(query).map(({ filter }) => stream.filter((event) => passes(filter, event)));
  const all = taken.flat();
  return taken.some((events) => events.length > 1) || new Set(all).size < all.length;
}

/** What breaks assumptions that speak of all events of a result together. */
const BREAKS: Readonly<Record<string, (rule: Rule, stream: Stream) => boolean>> = {
  'time/unique-order': hasSameTimes,
  'time/id-order': hasSameTimes,
  'sigma/one-event-a-step': hasSeveralForAStep,
};

const isNote = (entry: LedgerEntry): entry is Note => entry.effect !== 'exact';

function announcementOf(way: MatchWay, rule: Rule, stream: Stream, found: boolean): Note | undefined {
  const judged = { ...way, verdicts: [] };
  const together = way.conversion.ledger
    .filter(isNote)
    .filter((note) => !isGranted(judged, note))
    .find(({ assumption = '' }) => Object.hasOwn(BREAKS, assumption) && BREAKS[assumption]?.(rule, stream));
  if (together) return together;
  const fields = fieldsOfQuery(rule.query);
  for (const event of stream) {
    const note = announcement(judged, event, found, fields);
    if (note) return note;
  }
  return undefined;
}

function differenceIn(
  way: MatchWay,
  { rule }: Usable,
  { events, wanted, place }: PlacedStream,
): Difference | undefined {
  if (way.absent.size > 0) return undefined;
  const ordered = rule.query.kind !== 'correlation';
  const asked = wanted.map((hit) => hitText(hit, ordered));
  const found = way.hits.map((hit) => hitText(hit, ordered));
  const [missed, extra] = [surplus(asked, found), surplus(found, asked)];
  if (missed.length + extra.length === 0) return undefined;
  const announced = announcementOf(way, rule, events, missed.length === 0);
  return {
    event: events.at(-1) ?? {},
    place,
    way: way.name,
    wanted: missed.length > 0,
    stream: { events, missed, extra },
    ...(announced && { announced }),
  };
}

type Found = Pick<Comparison, 'ways' | 'held' | 'differences'>;
/** What runs gave, or why there is nothing. */
type Ran = Found | Exclude<Answer, { readonly ways: unknown }>;

const isFound = (ran: Ran): ran is Found => 'ways' in ran;

const isUnannounced = (one: Difference): boolean => !isAnnounced(one);

/** The events that some way has room for, and the differences, with the hits of each way in each of the streams. */
function foundIn(loaded: Usable, streams: readonly PlacedStream[], ways: readonly (readonly MatchWay[])[]): Found {
  const names = new Set(ways.flatMap((parts) => parts.map(({ name }) => name)));
  const differences: Difference[] = [];
  let held = 0;
  for (const [at, stream] of streams.entries()) {
    const own = ways.flatMap((parts) => parts[at] ?? []);
    differences.push(...own.flatMap((way) => differenceIn(way, loaded, stream) ?? []));
    if (own.some(({ absent }) => absent.size === 0)) held += stream.events.length;
  }
  return { ways: [...names], held, differences };
}

/** A rule, its target, and what runs it. */
class Held {
  readonly #loaded: Usable;
  /** What finds the matches that are wanted. */
  readonly #finder: Usable;
  readonly #backend: Backend;
  readonly #runner: Runner;

  constructor(loaded: Usable, finder: Rule, backend: Backend, runner: Runner) {
    this.#loaded = loaded;
    this.#finder = { ...loaded, rule: finder };
    this.#backend = backend;
    this.#runner = runner;
  }

  /** One run after the other. */
  async overAll(runs: readonly JoinedStreams[]): Promise<Ran> {
    const names = new Set<string>();
    const differences: Difference[] = [];
    let held = 0;
    for (const run of runs) {
      const ran = await this.#over(run);
      if (!isFound(ran)) return ran;
      for (const name of ran.ways) names.add(name);
      differences.push(...ran.differences);
      held += ran.held;
    }
    return { ways: [...names], held, differences };
  }

  async #over(run: JoinedStreams): Promise<Ran> {
    const { streams, events } = run;
    const answer = await this.#runner.matches({ loaded: this.#loaded, backend: this.#backend, events });
    if (!('ways' in answer)) return answer;
    const { ways } = answer;
    const [first, second] = streams;
    if (first && !second)
      return foundIn(
        this.#finder,
        streams,
        ways.map((way) => [way]),
      );
    const split = ways.flatMap((way) => {
      const parts = splitWay(run, way);
      return parts ? [parts] : [];
    });
    const found = foundIn(this.#finder, streams, split);
    const suspects = split.length < ways.length ? streams : suspected(streams, found);
    return suspects.length === 0 ? found : this.#again(run, ways, found, suspects);
  }

  /** Runs each of the suspected streams alone: what is shown stands for itself; but where only their joining shows it, all of them. */
  async #again(
    run: JoinedStreams,
    ways: readonly MatchWay[],
    found: Found,
    suspects: readonly PlacedStream[],
  ): Promise<Ran> {
    const ran = await this.overAll(alone(suspects));
    if (!isFound(ran)) return ran;
    const others = found.differences.filter(({ place }) => suspects.every((stream) => stream.place !== place));
    const own = ran.differences.some(isUnannounced) ? [] : this.#together(run, ways);
    return { ...found, differences: [...others, ...ran.differences, ...own] };
  }

  #together({ streams, events }: JoinedStreams, ways: readonly MatchWay[]): readonly Difference[] {
    const whole = placedStream(this.#finder.rule, events, streams[0]?.place ?? 0);
    return ways.flatMap((way) => differenceIn(way, this.#finder, whole) ?? []).filter(isUnannounced);
  }
}

function suspected(streams: readonly PlacedStream[], { differences }: Found): readonly PlacedStream[] {
  const places = new Set(differences.filter(isUnannounced).map(({ place }) => place));
  return streams.filter(({ place }) => places.has(place));
}

/**
 * A stateful rule's output for one target, held against the rule over streams of events: it must find the same matches in each.
 * @param finder what the matches are found by, where it tells events apart that lie in different tables
 */
export async function compareStreams(
  loaded: Usable,
  backend: Backend,
  runner: Runner | Unavailable,
  streams: readonly Stream[],
  finder: Rule = loaded.rule,
): Promise<Comparison> {
  const conversion = convertRule(loaded, backend);
  const base = { target: backend.id, conversion, ways: [], held: 0, differences: [] };
  if (conversion.text === undefined) return { ...base, status: 'unsupported' };
  if (isUnavailable(runner)) return { ...base, status: 'not run', reason: runner.missing };
  const ran = { ...base, runner: { name: runner.name, version: runner.version } };
  const found = await new Held(loaded, finder, backend, runner).overAll(joinedStreams(finder, streams));
  if ('refused' in found) return { ...base, status: 'not run', reason: found.refused };
  if ('fault' in found) return { ...ran, fault: found.fault, status: 'failed' };
  return { ...ran, ...found, status: statusOf(conversion, found.differences) };
}
