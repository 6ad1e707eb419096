import { describe, expect, it } from 'vitest';
import { readEql } from '../frontends/eql/index.ts';
import type { Query } from '../ir/query.ts';
import type { FieldType } from '../ir/value.ts';
import { Slice } from '../text/slice.ts';
import { SourceText } from '../text/source-text.ts';
import type { Event } from './read-field.ts';
import { runQuery } from './run-query.ts';

// The rules of the state machine that Elasticsearch's own suites do not pin, and those that are easy to get wrong.

const TYPES: Readonly<Record<string, FieldType>> = {
  k: 'text',
  n: 'long',
  d: 'double',
  ip: 'ip',
  what: 'text',
  x: 'unknown',
};

function read(text: string): Query {
  const { query, diagnostics } = readEql(Slice.verbatim(new SourceText('rule.eql', text)), {
    schema: {
      id: 'test',
      closed: true,
      find: (name) => {
        const type = TYPES[name];
        return type && { kind: 'usable', name, type, list: false, sourceType: type };
      },
      names: () => Object.keys(TYPES),
    },
    categoryField: 'what',
  });
  if (!query) throw new Error(diagnostics.map(({ code }) => code).join());
  return query;
}

interface Made {
  readonly at?: number | string;
  readonly tie?: unknown;
  readonly [field: string]: unknown;
}

/** `a@0 b@1000` is an event of category a at 0 and one of category b a second later. */
const events = (text: string): readonly Event[] =>
  text.split(' ').map((word) => {
    const [what = '', at] = word.split('@');
    return { what, '@timestamp': Number(at) };
  });

/** What is found, as `a0 b1`: category and position of each event, `-` for a missing step. */
function found(query: string, list: readonly Event[]): readonly string[] {
  return runQuery(read(query), list, { timestamp: '@timestamp', tiebreaker: 'tie' }).map((match) =>
    match.events.map((at) => (at === null ? '-' : `${String(list[at]?.what)}${at}`)).join(' '),
  );
}

const made = (what: string, { at = 0, ...rest }: Made): Event => ({ what, '@timestamp': at, ...rest });

describe('maxspan', () => {
  const query = 'sequence with maxspan=2s [a where true] [b where true] [c where true]';

  it('allows exactly that much', () => {
    expect(found(query, events('a@0 b@1000 c@2000'))).toEqual(['a0 b1 c2']);
    expect(found(query, events('a@0 b@1000 c@2001'))).toEqual([]);
  });

  it('counts from the first event, not from the one before', () => {
    expect(found(query, events('a@0 b@1500 c@3000'))).toEqual([]);
  });

  it('uses up what it refuses', () => {
    expect(found('sequence with maxspan=2s [a where true] [b where true]', events('a@0 b@3000 b@3000'))).toEqual([]);
  });

  it('is asked in nanoseconds', () => {
    const at = (text: string) => made('a', { at: `2026-01-01T00:00:0${text}Z` });
    const two = 'sequence with maxspan=1s [a where true] [a where true]';
    expect(found(two, [at('0.000000001'), at('1.000000001')])).toEqual(['a0 a1']);
    expect(found(two, [at('0.000000001'), at('1.000000002')])).toEqual([]);
  });
});

describe('until', () => {
  const query = 'sequence by k [a where true] [b where true] until [u where true]';
  const keyed = (what: string, at: number, k: string): Event => ({ what, '@timestamp': at, k });

  it('ends partial matches of its own key only', () => {
    const list = [keyed('a', 0, 'x'), keyed('a', 0, 'y'), keyed('u', 1, 'x'), keyed('b', 2, 'x'), keyed('b', 2, 'y')];
    expect(found(query, list)).toEqual(['a1 b4']);
  });

  it('does not stop the event that it is itself, and ends what that event has made', () => {
    const both = 'sequence [a where true] [b where true] [c where true] until [b where true]';
    expect(found(both, events('a@0 b@1 c@2'))).toEqual([]);
    expect(found('sequence [a where true] [b where true] until [b where true]', events('a@0 b@1'))).toEqual(['a0 b1']);
    expect(found('sequence [a where true] [b where true] until [a where true]', events('a@0 b@1'))).toEqual([]);
  });

  it('takes no part without its key', () => {
    expect(found(query, [keyed('a', 0, 'x'), made('u', { at: 1 }), keyed('b', 2, 'x')])).toEqual(['a0 b2']);
  });

  it('does nothing to a single positive step', () => {
    const single = 'sequence with maxspan=1s ![a where true] [b where true] until [b where true]';
    expect(found(single, events('b@0'))).toEqual(['- b0']);
  });
});

describe('slots', () => {
  it('keep the latest partial match; older ones are gone', () => {
    expect(found('sequence [a where true] [b where true]', events('a@0 a@1 b@2 b@3'))).toEqual(['a1 b2']);
  });

  it('let matches interleave', () => {
    const query = 'sequence [a where true] [b where true] [c where true]';
    expect(found(query, events('a@0 b@1 a@2 c@3 b@4 c@5'))).toEqual(['a0 b1 c3', 'a2 b4 c5']);
  });

  it('never hold one event twice', () => {
    expect(found('sequence [any where true] [any where true]', events('a@0 b@1 c@2'))).toEqual(['a0 b1', 'b1 c2']);
    expect(found('sequence [any where true] with runs=3', events('a@0 b@1 c@2 d@3'))).toEqual(['a0 b1 c2', 'b1 c2 d3']);
  });
});

describe('missing events', () => {
  it('between two steps lie strictly between them in time', () => {
    const query = 'sequence with maxspan=1m [a where true] ![m where true] [b where true]';
    expect(found(query, events('a@0 m@1 b@2'))).toEqual([]);
    expect(found(query, events('a@0 m@0 b@2'))).toEqual(['a0 - b2']);
    expect(found(query, events('a@0 b@2 m@2'))).toEqual(['a0 - b1']);
  });

  it('have no other candidate to fall back on', () => {
    const query = 'sequence with maxspan=1m [a where true] ![m where true] [b where true]';
    expect(found(query, events('a@0 m@1 b@2 b@3'))).toEqual([]);
  });

  it('at the beginning reach back maxspan from the last event, inclusive', () => {
    const query = 'sequence with maxspan=10s ![m where true] [a where true] [b where true]';
    expect(found(query, events('m@0 a@5000 b@10000'))).toEqual([]);
    expect(found(query, events('m@0 a@5000 b@10001'))).toEqual(['- a1 b2']);
    expect(found(query, events('m@5000 a@5000 b@6000'))).toEqual(['- a1 b2']);
  });

  it('at the end reach maxspan from the first event, inclusive', () => {
    const query = 'sequence with maxspan=10s [a where true] [b where true] ![m where true]';
    expect(found(query, events('a@0 b@5000 m@10000'))).toEqual([]);
    expect(found(query, events('a@0 b@5000 m@10001'))).toEqual(['a0 b1 -']);
    expect(found(query, events('a@0 b@5000 m@5000'))).toEqual(['a0 b1 -']);
  });

  it('at both ends forbid two that are within maxspan of each other', () => {
    const query = 'sequence with maxspan=10s ![m where true] [a where true] ![n where true]';
    expect(found(query, events('m@0 a@5000 n@10000'))).toEqual([]);
    expect(found(query, events('m@0 a@5000 n@10001'))).toEqual(['- a1 -']);
    expect(found(query, events('m@0 a@5000'))).toEqual(['- a1 -']);
    expect(found(query, events('a@5000 n@6000'))).toEqual(['- a0 -']);
  });
});

describe('keys', () => {
  const query = 'sequence by k [a where true] [b where true]';

  it('are compared with case', () => {
    expect(found(query, [made('a', { k: 'x' }), made('b', { at: 1, k: 'X' })])).toEqual([]);
  });

  it('that are lists take part once a value, in ascending order', () => {
    const list = [made('a', { k: ['z', 'x', 'z'] }), made('b', { at: 1, k: ['x', 'y', 'z'] })];
    const matches = runQuery(read(query), list, { timestamp: '@timestamp' });
    expect(matches.map(({ key }) => key)).toEqual([['x'], ['z']]);
  });

  it('without a value leave the event out, unless they are optional', () => {
    const list = [made('a', {}), made('b', { at: 1, k: null }), made('b', { at: 2, k: [] })];
    expect(found(query, list)).toEqual([]);
    expect(found('sequence by ?k [a where true] [b where true]', list)).toEqual(['a0 b1']);
    expect(
      found('sequence by ?k [a where true] [b where true]', [made('a', {}), made('b', { at: 1, k: 'null' })]),
    ).toEqual([]);
  });

  it('of numbers join by value, addresses as addresses, unknown fields as text', () => {
    expect(
      found('sequence [a where true] by n [b where true] by d', [made('a', { n: 1 }), made('b', { at: 1, d: 1.0 })]),
    ).toEqual(['a0 b1']);
    const list = [made('a', { ip: '::1' }), made('b', { at: 1, ip: '0:0:0:0:0:0:0:1' })];
    expect(found('sequence by ip [a where true] [b where true]', list)).toEqual(['a0 b1']);
    expect(
      found('sequence by x [a where true] [b where true]', [made('a', { x: 1 }), made('b', { at: 1, x: '1' })]),
    ).toEqual(['a0 b1']);
  });

  it('of several fields do not run together', () => {
    const two = 'sequence by k, x [a where true] [b where true]';
    expect(found(two, [made('a', { k: 'p', x: 'q r' }), made('b', { at: 1, k: 'p q', x: 'r' })])).toEqual([]);
  });
});

describe('the order of events', () => {
  const query = 'sequence [a where true] [b where true]';

  it('goes by tiebreaker, a missing one last, then by arrival', () => {
    expect(found(query, [made('b', { tie: 1 }), made('a', { tie: 2 })])).toEqual([]);
    expect(found(query, [made('b', { tie: 2 }), made('a', { tie: 1 })])).toEqual(['a1 b0']);
    expect(found(query, [made('a', {}), made('b', { tie: 2 })])).toEqual([]);
    expect(found(query, [made('a', {}), made('b', {})])).toEqual(['a0 b1']);
  });

  it('is total, whatever the kinds of the tiebreakers', () => {
    const ties = [true, 'b', 10, '9', 2n, false, 'a', null, 9.5];
    const sorted = (list: readonly unknown[]) =>
      runQuery(
        read('any where true'),
        list.map((tie) => made('a', { tie })),
        { timestamp: '@timestamp', tiebreaker: 'tie' },
      ).map(({ events: [at] }) => list[at ?? -1]);
    const order = [false, true, 2n, 9.5, 10, '9', 'a', 'b', null];
    expect(sorted(ties)).toEqual(order);
    expect(sorted([...ties].reverse())).toEqual(order);
  });

  it('leaves out events without a time', () => {
    expect(found(query, [made('a', {}), made('b', { at: 'soon' }), { what: 'b' }])).toEqual([]);
  });

  it('of results is that of the last events, then of keys; pipes count whole matches', () => {
    const list = events('a@0 b@1 a@2 b@3');
    expect(found(`${query} | tail 1`, list)).toEqual(['a2 b3']);
    expect(found(`${query} | head 1`, list)).toEqual(['a0 b1']);
    const interleaved = [
      made('a', { at: 0, k: 'y' }),
      made('a', { at: 1, k: 'x' }),
      made('b', { at: 2, k: 'x' }),
      made('b', { at: 3, k: 'y' }),
    ];
    expect(found('sequence by k [a where true] [b where true]', interleaved)).toEqual(['a1 b2', 'a0 b3']);
  });
});
