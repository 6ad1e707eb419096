import { convertRule } from '../compile.ts';
import { passes } from '../eval/event-query.ts';
import type { Event } from '../eval/read-field.ts';
import { runQuery } from '../eval/run-query.ts';
import { eventTime } from '../eval/time-order.ts';
import type { Rule } from '../ir/rule.ts';
import { fieldsOfQuery, filtersOf } from '../ir/walk.ts';
import type { Backend } from '../target/backend.ts';
import type { LedgerEntry, Note } from '../target/ledger.ts';
import { announcement, type Comparison, type Difference, statusOf } from './compare.ts';
import type { Hit, MatchWay } from './matches/answer.ts';
import { isGranted, isUnavailable, type Runner, type Unavailable, type Usable } from './runner.ts';

/** Events that stand for themselves: no match reaches from one stream into another. */
export type Stream = readonly Event[];

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

function differenceIn(way: MatchWay, { rule }: Usable, stream: Stream, place: number): Difference | undefined {
  if (way.absent.size > 0) return undefined;
  const ordered = rule.query.kind !== 'correlation';
  const wanted = runQuery(rule.query, stream, rule.time).map((match) => hitText(match, ordered));
  const found = way.hits.map((hit) => hitText(hit, ordered));
  const [missed, extra] = [surplus(wanted, found), surplus(found, wanted)];
  if (missed.length + extra.length === 0) return undefined;
  const announced = announcementOf(way, rule, stream, missed.length === 0);
  return {
    event: stream.at(-1) ?? {},
    place,
    way: way.name,
    wanted: missed.length > 0,
    stream: { events: stream, missed, extra },
    ...(announced && { announced }),
  };
}

type Found = Pick<Comparison, 'ways' | 'held' | 'differences' | 'fault'>;

/** One stream after the other: each in a table of its own, so that none finds events of another. */
async function overStreams(
  loaded: Usable,
  backend: Backend,
  runner: Runner,
  streams: readonly Stream[],
): Promise<Found | { readonly refused: string }> {
  const names = new Set<string>();
  const differences: Difference[] = [];
  let held = 0;
  for (const [place, events] of streams.entries()) {
    const answer = await runner.matches({ loaded, backend, events });
    if ('refused' in answer) return answer;
    if ('fault' in answer) return { ways: [...names], held, differences, fault: answer.fault };
    for (const way of answer.ways) {
      names.add(way.name);
      const difference = differenceIn(way, loaded, events, place);
      if (difference) differences.push(difference);
    }
    if (answer.ways.some((way) => way.absent.size === 0)) held += events.length;
  }
  return { ways: [...names], held, differences };
}

/** A stateful rule's output for one target, held against the rule over streams of events: it must find the same matches in each. */
export async function compareStreams(
  loaded: Usable,
  backend: Backend,
  runner: Runner | Unavailable,
  streams: readonly Stream[],
): Promise<Comparison> {
  const conversion = convertRule(loaded, backend);
  const base = { target: backend.id, conversion, ways: [], held: 0, differences: [] };
  if (conversion.text === undefined) return { ...base, status: 'unsupported' };
  if (isUnavailable(runner)) return { ...base, status: 'not run', reason: runner.missing };
  const ran = { ...base, runner: { name: runner.name, version: runner.version } };
  const found = await overStreams(loaded, backend, runner, streams);
  if ('refused' in found) return { ...base, status: 'not run', reason: found.refused };
  if (found.fault) return { ...ran, ...found, status: 'failed' };
  return { ...ran, ...found, status: statusOf(conversion, found.differences) };
}
