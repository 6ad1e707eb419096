import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../backends/js/compile-matcher.ts';
import type { Drop, MatcherOptions } from '../../backends/js/runtime/matcher.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { ruleOfEql } from './random-streams.ts';

function matcherOf(text: string, options: MatcherOptions = {}) {
  const create = compileMatcher(legalize(ruleOfEql(text)));
  if (typeof create !== 'function') throw new Error(create.unsupported);
  const drops: Drop[] = [];
  const matcher = create({ ...options, onDrop: (drop) => drops.push(drop) });
  return { matcher, drops };
}

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const event = (id: number, seconds: number, flag: string, key = 'a') => ({
  id,
  '@timestamp': at(seconds),
  key,
  [flag]: 'y',
});
const idsOf = (matches: readonly { readonly events: readonly unknown[] }[]) =>
  matches.map(({ events }) => events.map((one) => (one as { id?: number } | null)?.id ?? null));

const PAIR = 'sequence by key with maxspan=5s [any where s0 == "y"] [any where s1 == "y"]';
const QUIET = 'sequence by key with maxspan=5s [any where s0 == "y"] ![any where m0 == "y"]';

describe('the state of a matcher', () => {
  it('leaves out a late event and says so; the partial match before it stays', () => {
    const { matcher, drops } = matcherOf(PAIR);
    const late = event(2, 1, 's0');
    expect(matcher.push(event(1, 2, 's0'))).toEqual([]);
    expect(matcher.push(late)).toEqual([]);
    expect(drops).toEqual([{ reason: 'late', event: late }]);
    expect(idsOf(matcher.push(event(3, 3, 's1')))).toEqual([[1, 3]]);
    expect(matcher.dropped).toEqual({ late: 1, untimed: 0, 'key-limit': 0 });
  });

  it('takes events of one time in the order of the tiebreaker: one before it is late', () => {
    const { matcher, drops } = matcherOf(PAIR);
    matcher.push({ ...event(1, 2, 's0'), tie: 5 });
    matcher.push({ ...event(2, 2, 's1'), tie: 4 });
    expect(drops.map(({ reason }) => reason)).toEqual(['late']);
    expect(idsOf(matcher.push({ ...event(3, 2, 's1'), tie: 6 }))).toEqual([[1, 3]]);
  });

  it.each([undefined, null, 'yesterday', true])('leaves out an event whose time is %s and says so', (time) => {
    const { matcher, drops } = matcherOf(PAIR);
    expect(matcher.push({ ...event(1, 0, 's0'), '@timestamp': time })).toEqual([]);
    expect(drops.map(({ reason }) => reason)).toEqual(['untimed']);
    expect(matcher.dropped.untimed).toBe(1);
  });

  it('keeps maxKeys keys, drops the one used least lately, and reports its key', () => {
    const { matcher, drops } = matcherOf(PAIR, { maxKeys: 2 });
    matcher.push(event(1, 0, 's0', 'a'));
    matcher.push(event(2, 0, 's0', 'b'));
    matcher.push(event(3, 0, 's0', 'c'));
    expect(drops).toEqual([{ reason: 'key-limit', key: ['a'] }]);
    expect(matcher.dropped['key-limit']).toBe(1);
    expect(idsOf(matcher.push(event(4, 1, 's1', 'a')))).toEqual([]);
    expect(idsOf(matcher.push(event(5, 1, 's1', 'c')))).toEqual([[3, 5]]);
  });

  it('gives up a partial match behind maxspan: exactly maxspan counts, and its key makes room', () => {
    const { matcher, drops } = matcherOf(PAIR, { maxKeys: 1 });
    matcher.push(event(1, 0, 's0'));
    expect(idsOf(matcher.push(event(2, 5, 's1')))).toEqual([[1, 2]]);
    matcher.push(event(3, 6, 's0'));
    expect(matcher.push(event(4, 11.001, 's1'))).toEqual([]);
    // The key of the partial match that is too old is gone by itself.
    matcher.push(event(5, 30, 's0', 'b'));
    expect(drops).toEqual([]);
  });

  it('flush(now) gives what no event can break any more, and what lies before it is late', () => {
    const { matcher, drops } = matcherOf(QUIET);
    matcher.push(event(1, 0, 's0'));
    expect(matcher.flush(at(5))).toEqual([]);
    expect(idsOf(matcher.flush(at(5.001)))).toEqual([[1, null]]);
    matcher.push(event(2, 4, 's0'));
    expect(drops.map(({ reason }) => reason)).toEqual(['late']);
    expect(matcher.flush()).toEqual([]);
  });

  it('flush() settles what is open and starts anew', () => {
    const { matcher } = matcherOf(QUIET);
    matcher.push(event(1, 10, 's0'));
    expect(idsOf(matcher.flush())).toEqual([[1, null]]);
    matcher.push(event(2, 0, 's0'));
    expect(idsOf(matcher.flush())).toEqual([[2, null]]);
  });

  it('flush takes no text that is no time', () => {
    expect(() => matcherOf(PAIR).matcher.flush('soon')).toThrow(TypeError);
  });
});

/** Breaks of the semantics that Elasticsearch's own cases let pass. */
describe('what no published case pins', () => {
  const run = (text: string, events: readonly object[]) => {
    const { matcher } = matcherOf(text);
    return idsOf([...events.flatMap((one) => matcher.push(one)), ...matcher.flush()]);
  };

  it('maxspan counts from the first event, not from the one before', () => {
    const text = 'sequence by key with maxspan=5s [any where s0 == "y"] [any where s1 == "y"] [any where s2 == "y"]';
    expect(run(text, [event(1, 0, 's0'), event(2, 4, 's1'), event(3, 6, 's2')])).toEqual([]);
  });

  it('until ends its own key alone', () => {
    const text = `${PAIR} until [any where u == "y"]`;
    const events = [event(1, 0, 's0', 'a'), event(2, 0, 's0', 'b'), event(3, 1, 'u', 'a')];
    expect(run(text, [...events, event(4, 2, 's1', 'a'), event(5, 2, 's1', 'b')])).toEqual([[2, 5]]);
  });

  it('a trailing missing step looks no further than maxspan from the first event', () => {
    expect(run(QUIET, [event(1, 0, 's0'), event(2, 5, 'm0')])).toEqual([]);
    expect(run(QUIET, [event(1, 0, 's0'), event(2, 5.001, 'm0')])).toEqual([[1, null]]);
  });

  it('missing steps at both ends: only both within maxspan of each other reject', () => {
    const text = 'sequence by key with maxspan=5s ![any where m0 == "y"] [any where s0 == "y"] ![any where m1 == "y"]';
    expect(run(text, [event(1, 0, 'm0'), event(2, 2, 's0'), event(3, 5, 'm1')])).toEqual([]);
    expect(run(text, [event(1, 0, 'm0'), event(2, 2, 's0'), event(3, 5.001, 'm1')])).toEqual([[null, 2, null]]);
  });

  it('keys of whole numbers join by value', () => {
    const text = 'sequence by id [any where s0 == "y"] [any where s1 == "y"]';
    expect(run(text, [{ ...event(1, 0, 's0') }, { ...event(1, 1, 's1') }])).toEqual([[1, 1]]);
    expect(run(text, [{ ...event(1, 0, 's0') }, { ...event(2, 1, 's1') }])).toEqual([]);
  });
});
