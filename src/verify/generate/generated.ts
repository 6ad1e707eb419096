import type { EventJson } from '../../target/ledger.ts';
import type { Span } from '../../text/source-text.ts';

/**
 * Why an event was made. `match`: one of the ways the rule matches; `near-miss`: a match with one test of the rule flipped and nothing
 * else; `absent`: a match without one field; `null`: null or an empty list instead; `other-case`; `boundary`: at a border of a number,
 * a time or a network; `several-values`: a list in a field; `special-characters`; `wrong-type`: a value that does not fit the field's type;
 * `random`: values of the rule, thrown together.
 */
const PURPOSES = [
  'match',
  'near-miss',
  'absent',
  'null',
  'other-case',
  'boundary',
  'several-values',
  'special-characters',
  'wrong-type',
  'random',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A test of the rule: a comparison, a pattern, a test of presence; on one line, and where it was written. */
export interface LeafRef {
  readonly text: string;
  readonly origin?: Span;
}

/** One event for a rule, and what the rule says of it. */
export interface GeneratedEvent {
  /** Unique among the events of a rule: the purpose and a number. */
  readonly id: string;
  readonly purpose: Purpose;
  /** The test that the event was made for. */
  readonly leaf?: LeafRef;
  /** Nested, with the rule's time field. Integers beyond 2^53 are bigint. */
  readonly event: EventJson;
  /** Whether the rule matches it: the verdict of the oracle. */
  readonly matches: boolean;
}

export interface GenerateOptions {
  readonly seed: number;
  /** At most so many events; default 100. */
  readonly count?: number;
}
