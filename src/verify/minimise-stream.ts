import type { Difference } from './compare.ts';
import { compareStreams } from './compare-streams.ts';
import type { Stream } from './joined-streams.ts';
import type { Search } from './minimise.ts';
import { isAnnounced } from './proof.ts';
import type { Usable } from './runner.ts';

/** So many runs are spent on one stream. */
const MOST = 60;

/** What a stream still shows, as it was shown before: by nobody announced, or announced. */
async function shownBy(
  loaded: Usable,
  { backend, runner }: Search,
  events: Stream,
  before: Difference,
): Promise<Difference | undefined> {
  if (events.length === 0) return undefined;
  const { differences } = await compareStreams(loaded, backend, runner, [events]);
  return differences.find((one) => isAnnounced(one) === isAnnounced(before));
}

/** The sizes of the pieces that are left out: halves, quarters, down to single events. */
function* pieces(count: number): Generator<number> {
  for (let size = Math.ceil(count / 2); size > 1; size = Math.ceil(size / 2)) yield size;
  yield 1;
}

/** The difference in the fewest events found that still show it: piece by piece is left out, as long as the runs last. */
export async function smallestStream(loaded: Usable, search: Search, difference: Difference): Promise<Difference> {
  const whole = difference.stream?.events ?? [];
  let [best, runs] = [difference, 0];
  for (const size of pieces(whole.length)) {
    // From the end: what comes first is more often what all the others hang on.
    for (let end = best.stream?.events.length ?? 0; end > 0 && runs < MOST; end -= size) {
      const less = (best.stream?.events ?? []).filter((_, at) => at < end - size || at >= end);
      best = (await shownBy(loaded, search, less, best)) ?? best;
      runs++;
    }
  }
  const { stream } = best;
  if (!stream || stream.events.length === whole.length) return difference;
  return { ...best, place: difference.place, stream: { ...stream, cutFrom: whole.length } };
}
