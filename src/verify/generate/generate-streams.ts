import { isoText } from '../../base/instant.ts';
import { Random } from '../../base/random.ts';
import { runQuery } from '../../eval/run-query.ts';
import type { Query } from '../../ir/query.ts';
import type { Rule } from '../../ir/rule.ts';
import { change, changed, type Draft, nested } from '../../solve/change.ts';
import { keyOf } from '../../solve/test-tree.ts';
import type { EventJson } from '../../target/ledger.ts';
import { Cast, type Role } from './cast.ts';
import type { GenerateOptions } from './generated.ts';
import type { Part, Scene, StreamPurpose } from './scene.ts';
import { playOf } from './scenes.ts';

/** Events in the order of time for a rule that reads several, and what the rule finds in them alone. */
export interface GeneratedStream {
  /** Unique among the streams of a rule: the purpose and a number. */
  readonly id: string;
  readonly purpose: StreamPurpose;
  readonly events: readonly EventJson[];
  /** The matches by the oracle: the places of their events, in the order of the steps, null for a missing one. */
  readonly matches: readonly (readonly (number | null)[])[];
}

/** The begin of the first stream; each further one begins far behind the one before. */
const FIRST_TIME = BigInt(Date.UTC(2025, 0, 1)) * 1_000_000n;
const DAY = 86_400_000_000_000n;

/** How far a match may reach: through all correlations below one. */
function spanOf(query: Query): bigint {
  if (query.kind !== 'correlation') return query.kind === 'sequence' ? (query.maxspan ?? 0n) : 0n;
  return query.rules.reduce((sum, rule) => sum + spanOf(rule.query), query.timespan);
}

/** The event of a part, or nothing where none plays it. */
function draftOf(
  { role, actor, as, number = 0, set = [] }: Part,
  roles: readonly Role[],
  cast: Cast,
): Draft | undefined {
  if (as === 'near-miss') return cast.misses(role, actor)[number];
  const hit = cast.hit(role, actor);
  if (as === 'no-key')
    return (
      hit &&
      (roles[role]?.keys ?? []).reduce((draft, key) => (key ? changed(draft, change(key.name, undefined)) : draft), hit)
    );
  return (
    hit &&
    set.reduce((draft, [name, value]) => {
      const made = changed(draft, change(name, value));
      return cast.plays(role, made) ? made : draft;
    }, hit)
  );
}

interface Timed {
  readonly at: bigint;
  readonly draft: Draft;
}

/** The events of a scene in the order of time, or nothing where a part is played by none. */
function timedOf({ parts }: Scene, roles: readonly Role[], cast: Cast): readonly Timed[] | undefined {
  const ordered = [...parts].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const timed = ordered.flatMap((part) => {
    const draft = draftOf(part, roles, cast);
    return draft ? [{ at: part.at, draft }] : [];
  });
  return timed.length === ordered.length && timed.length > 0 ? timed : undefined;
}

/** The events as the platform takes them in, from a begin on. */
const eventsFrom = (
  begin: bigint,
  timed: readonly Timed[],
  { timestamp, tiebreaker }: Rule['time'],
): readonly EventJson[] =>
  timed.map(({ at, draft }, i) => {
    const made = changed(draft, change(timestamp, isoText(begin + at)));
    return nested(tiebreaker === undefined ? made : changed(made, change(tiebreaker, i)));
  });

/** So many events are made for one rule: what asks for sixty in a row gets fewer scenes, one of each purpose first. */
const MOST = 500;

const firstOfEach = (scenes: readonly Scene[]): readonly Scene[] => {
  const isFirst = ({ purpose }: Scene, at: number): boolean =>
    scenes.findIndex((one) => one.purpose === purpose) === at;
  return [...scenes.filter(isFirst), ...scenes.filter((scene, at) => !isFirst(scene, at))];
};

/**
 * Streams for a rule that reads several events: sequences, samples, correlations. Each stands for itself and lies far behind
 * the one before, with what the rule finds in it. The same for the same rule and seed; none for event rules, and none where no events are
 * found that match the parts of the rule.
 */
export function generateStreams(rule: Rule, { seed }: Pick<GenerateOptions, 'seed'>): readonly GeneratedStream[] {
  const { query } = rule;
  if (query.kind === 'event') return [];
  const play = playOf(query);
  const cast = new Cast(play.roles, new Random(seed));
  const streams: GeneratedStream[] = [];
  const seen = new Set<string>();
  const numbers = new Map<StreamPurpose, number>();
  let left = MOST;
  for (const scene of firstOfEach(play.scenes)) {
    const timed = timedOf(scene, play.roles, cast);
    if (streams.length > 0 && scene.parts.length > left) continue;
    const key = keyOf(timed?.map(({ at, draft }) => [String(at), ...draft]));
    if (!timed || seen.has(key)) continue;
    seen.add(key);
    left -= scene.parts.length;
    const number = (numbers.get(scene.purpose) ?? 0) + 1;
    numbers.set(scene.purpose, number);
    const begin = FIRST_TIME + BigInt(streams.length) * (3n * spanOf(query) + DAY);
    const events = eventsFrom(begin, timed, rule.time);
    const matches = runQuery(query, events, rule.time).map((match) => match.events);
    streams.push({ id: `${scene.purpose}-${number}`, purpose: scene.purpose, events, matches });
  }
  return streams;
}
