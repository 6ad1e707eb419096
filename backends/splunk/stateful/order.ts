import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { evalLine, fn, statsLine } from '../commands.ts';
import type { Hits } from './hits.ts';

const NULL = raw('null()');

/** A chain of rules in order that a row can see: where it begins at the latest, as the number and the time of a row; null without one. */
export interface Begin {
  readonly place: Frag;
  readonly time: Frag;
}

/**
 * Works out, rule by rule, where the latest chain of each length begins that has hits of some rules one after the other, up to the time of
 * each row; hits at the same time count as ordered.
 * @param least the shortest chain that is asked for
 * @param most the longest one
 * @param by what keeps apart chains: the group, or the window
 */
export function chainLines(hits: Hits, least: number, most: number, by: readonly string[]): readonly Frag[] {
  return Array.from({ length: hits.flags.length }, (_, rule) => {
    const from = Math.max(1, least - (hits.flags.length - rule - 1));
    const to = Math.min(rule + 1, most);
    const lengths = Array.from({ length: Math.max(0, to - from + 1) }, (__, i) => to - i);
    return lengths.length === 0 ? [] : ruleLines(hits, rule, lengths, by);
  }).flat();
}

export const beginOf = ({ nameOf }: Hits, length: number): Begin => ({
  place: raw(nameOf(`chain${length}_place`)),
  time: raw(nameOf(`chain${length}_time`)),
});

/** One more rule: a hit of it makes each chain of the rules before one longer. The longest come first: each reads the next shorter one. */
function ruleLines(hits: Hits, rule: number, lengths: readonly number[], by: readonly string[]): readonly Frag[] {
  const columns = lengths.flatMap((length) => {
    const [own, shorter] = [beginOf(hits, length), length === 1 ? undefined : beginOf(hits, length - 1)];
    const kept = length <= rule ? own : { place: NULL, time: NULL };
    return [
      [own.place, shorter?.place ?? hits.place, kept.place] as const,
      [own.time, shorter?.time ?? raw('_time'), kept.time] as const,
    ];
  });
  const latest = columns.map(([own]) => [q(0)`max(${own})`, String(own.doc)] as const);
  return [
    ...columns.map(([own, grown, kept]) => evalLine([String(own.doc), fn('if', hits.isOf(rule), grown, kept)])),
    statsLine('streamstats', latest, by),
    statsLine('eventstats', latest, [...by, '_time']),
  ];
}
