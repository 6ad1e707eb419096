type Event = Readonly<Record<string, unknown>>;

/** A small stateful rule that other converters get wrong, with a stream that tells right from wrong. */
export interface StatefulPeerCase {
  /** What is written elsewhere by mistake. */
  readonly mistake: string;
  /** EQL, or the documents of Sigma rules. */
  readonly rule: string;
  readonly events: readonly Event[];
  /** The matches by the places of their events. */
  readonly matches: readonly (readonly number[])[];
}

const event = (second: number, name: string, more: Event = {}): Event => ({
  '@timestamp': new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
  event: { category: 'process' },
  host: { id: 'h1' },
  process: { name },
  ...more,
});

const TWO_STEPS =
  'sequence by host.id with maxspan=1m [process where process.name == "a"] [process where process.name == "b"]';

const correlation = (text: string): string => `title: first
name: first
logsource: {category: x}
detection: {sel: {process.name: a}, condition: sel}
---
title: second
name: second
logsource: {category: x}
detection: {sel: {process.name: b}, condition: sel}
---
title: both
correlation:
${text}
  group-by: [host.id]
  timespan: 1m
level: high
`;

export const STATEFUL_CASES: readonly StatefulPeerCase[] = [
  {
    mistake: 'EQL: a sequence as its events in any order',
    rule: TWO_STEPS,
    events: [event(0, 'b'), event(1, 'a')],
    matches: [],
  },
  {
    mistake: 'EQL: a sequence as one event that meets some step',
    rule: TWO_STEPS,
    events: [event(0, 'a'), event(1, 'x'), event(2, 'b'), event(3, 'b')],
    matches: [[0, 2]],
  },
  {
    mistake: 'EQL: a sequence over events of different keys',
    rule: TWO_STEPS,
    events: [event(0, 'a'), event(1, 'b', { host: { id: 'h2' } }), event(2, 'b', { host: {} })],
    matches: [],
  },
  {
    mistake: 'EQL: the span counted from step to step',
    rule: 'sequence by host.id with maxspan=1m [process where process.name == "a"] [process where process.name == "b"] [process where process.name == "c"]',
    events: [event(0, 'a'), event(40, 'b'), event(80, 'c'), event(100, 'a'), event(130, 'b'), event(160, 'c')],
    matches: [[3, 4, 5]],
  },
  {
    mistake: 'EQL: a span that begins at a clock unit',
    rule: TWO_STEPS,
    events: [event(59, 'a'), event(61, 'b')],
    matches: [[0, 1]],
  },
  {
    mistake: 'EQL: `not` in a step loses events without the field',
    rule: 'sequence by host.id with maxspan=1m [process where process.name == "a"] [process where process.name == "b" and not user.name == "root"]',
    events: [event(0, 'a'), event(1, 'b', { user: { name: 'root' } }), event(2, 'b')],
    matches: [[0, 2]],
  },
  {
    mistake: '`temporal_ordered` in any order',
    rule: correlation('  type: temporal_ordered\n  rules: [first, second]'),
    events: [event(0, 'b'), event(1, 'a'), event(200, 'a'), event(201, 'b')],
    matches: [[2, 3]],
  },
  {
    mistake: '`event_count` in windows of the clock',
    rule: correlation('  type: event_count\n  rules: [first]\n  condition: {gte: 3}'),
    events: [event(50, 'a'), event(59, 'a'), event(61, 'a'), event(180, 'a'), event(200, 'a')],
    matches: [[0, 1, 2]],
  },
];
