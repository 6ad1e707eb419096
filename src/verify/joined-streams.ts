import type { Event } from '../eval/read-field.ts';
import { runQuery } from '../eval/run-query.ts';
import type { Rule } from '../ir/rule.ts';
import type { Hit, MatchWay } from './matches/answer.ts';

/** Events that stand for themselves: no match reaches from one stream into another. */
export type Stream = readonly Event[];

/** A stream with its place among those compared, and what the rule finds in it. */
export interface PlacedStream {
  readonly place: number;
  readonly events: Stream;
  readonly wanted: readonly Hit[];
}

/** Streams to be run at once, one behind the other. */
export interface JoinedStreams {
  readonly streams: readonly PlacedStream[];
  readonly events: Stream;
}

/** So many events are run at once at most: what some outputs do with them grows with their square. */
const MOST = 300;

const wantedOf = ({ query, time }: Rule, events: Stream): readonly Hit[] =>
  runQuery(query, events, time).map((match) => ({ events: match.events, group: match.key.map(String) }));

/** A stream with what the rule finds in it. */
export const placedStream = (rule: Rule, events: Stream, place: number): PlacedStream => ({
  place,
  events,
  wanted: wantedOf(rule, events),
});

const join = (streams: readonly PlacedStream[]): JoinedStreams => ({
  streams,
  events: streams.flatMap(({ events }) => events),
});

/** The hits of each stream, by the places in it; nothing where one reaches over two streams, or lies in none. */
function hitsByStream({ streams }: JoinedStreams, hits: readonly Hit[]): readonly (readonly Hit[])[] | undefined {
  const owner = streams.flatMap(({ events }, at) => events.map((_, inside) => ({ at, inside })));
  const found = streams.map((): Hit[] => []);
  for (const hit of hits) {
    const seats = hit.events.flatMap((place) => (place === null ? [] : [owner[place]]));
    const [first] = seats;
    if (!first || seats.some((seat) => seat?.at !== first.at)) return undefined;
    const inside = hit.events.map((place) => (place === null ? null : (owner[place]?.inside ?? null)));
    found[first.at]?.push({ ...hit, events: inside });
  }
  return found;
}

/** A way over joined streams as the way over each of them; nothing where it finds what reaches over two of them. */
export function splitWay(joined: JoinedStreams, way: MatchWay): readonly MatchWay[] | undefined {
  const hits = hitsByStream(joined, way.hits);
  if (!hits) return undefined;
  let first = 0;
  return joined.streams.map(({ events }, at) => {
    const absent = new Set([...events.keys()].filter((inside) => way.absent.has(first + inside)));
    first += events.length;
    return { ...way, hits: hits[at] ?? [], absent };
  });
}

const textOf = (hits: readonly Hit[]): string =>
  hits
    .map(({ events, group = [] }) => JSON.stringify([events, group]))
    .sort()
    .join('\n');

/** Whether the rule finds in the joined streams what it finds in each of them alone. */
function standApart(rule: Rule, joined: JoinedStreams): boolean {
  const found = hitsByStream(joined, wantedOf(rule, joined.events));
  return found?.every((hits, at) => textOf(hits) === textOf(joined.streams[at]?.wanted ?? [])) ?? false;
}

/** The streams in as few runs as their sizes allow: together where the rule itself keeps them apart, else each alone. */
export function joinedStreams(rule: Rule, streams: readonly Stream[]): readonly JoinedStreams[] {
  const groups: PlacedStream[][] = [];
  let room = 0;
  for (const [place, events] of streams.entries()) {
    const last = groups.at(-1);
    const one = placedStream(rule, events, place);
    if (last && events.length <= room) last.push(one);
    else groups.push([one]);
    room = (last && events.length <= room ? room : MOST) - events.length;
  }
  return groups.flatMap((group) => {
    const joined = join(group);
    return group.length === 1 || standApart(rule, joined) ? [joined] : alone(group);
  });
}

/** Each stream in a run of its own. */
export const alone = (streams: readonly PlacedStream[]): readonly JoinedStreams[] => streams.map((one) => join([one]));
