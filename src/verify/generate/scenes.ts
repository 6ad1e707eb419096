import type { CorrelationQuery, QueryOf, SampleQuery, SequenceQuery, Step } from '../../ir/query.ts';
import type { Role } from './cast.ts';
import { countedIn } from './counted.ts';

/**
 * What happens in a stream. `hit`: all that the rule asks for; `at-span`, `beyond-span`: the last event at its limit of time, and right behind it;
 * `out-of-order`; `other-key`: the last event has another key; `two-keys`: two hits in each other; `again`: two hits of one key in a row;
 * `begins-twice`; `step-left-out`; `near-miss`: one event just fails its condition; `until-between`, `until-behind`; `missing-event`: one that must
 * not be there is; `same-time`; `no-key`: an event without its key; `one-less`: one event fewer than are counted.
 */
export type StreamPurpose =
  | 'hit'
  | 'at-span'
  | 'beyond-span'
  | 'out-of-order'
  | 'other-key'
  | 'two-keys'
  | 'again'
  | 'begins-twice'
  | 'step-left-out'
  | 'near-miss'
  | 'until-between'
  | 'until-behind'
  | 'missing-event'
  | 'same-time'
  | 'no-key'
  | 'one-less';

/** One event of a scene: who plays what, when, in nanoseconds from the begin. */
export interface Part {
  readonly role: number;
  readonly actor: number;
  readonly at: bigint;
  /** How it plays: as asked, just not, or without its keys. */
  readonly as?: 'near-miss' | 'no-key';
  /** Which of several near misses; the number that a value field is set by. */
  readonly number?: number;
}

export interface Scene {
  readonly purpose: StreamPurpose;
  readonly parts: readonly Part[];
}

/** A rule as roles and scenes. */
export interface Play {
  readonly roles: readonly Role[];
  readonly scenes: readonly Scene[];
}

const SECOND = 1_000_000_000n;
const MILLISECOND = 1_000_000n;
const NEAR_MISSES = 3;

/** How far apart events stand, so that all fit into the span. */
const gapOf = (count: number, span: bigint | undefined): bigint => {
  if (span === undefined) return SECOND;
  const fitting = span / BigInt(2 * count + 2);
  return fitting < SECOND ? (fitting < 1n ? 0n : fitting) : SECOND;
};

const inOrder = (roles: readonly number[], gap: bigint, actor = 0, from = 0n): readonly Part[] =>
  roles.map((role, i) => ({ role, actor, at: from + BigInt(i) * gap }));

const last = (parts: readonly Part[], made: Partial<Part>): readonly Part[] =>
  parts.map((part, i) => (i === parts.length - 1 ? { ...part, ...made } : part));

/** Each part played badly in turn. */
const nearMisses = (parts: readonly Part[]): readonly Scene[] =>
  parts.flatMap((_, place) =>
    Array.from(
      { length: NEAR_MISSES },
      (_unused, number): Scene => ({
        purpose: 'near-miss',
        parts: parts.map((part, i) => (i === place ? { ...part, as: 'near-miss', number } : part)),
      }),
    ),
  );

const leftOut = (parts: readonly Part[]): readonly Scene[] =>
  parts.map((_, place) => ({ purpose: 'step-left-out', parts: parts.filter((_one, i) => i !== place) }));

/** Scenes with parts that do or do not come together in time. */
function spanScenes(parts: readonly Part[], span: bigint | undefined): readonly Scene[] {
  if (span === undefined || parts.length < 2) return [];
  const begin = parts[0]?.at ?? 0n;
  return [
    { purpose: 'at-span', parts: last(parts, { at: begin + span }) },
    { purpose: 'beyond-span', parts: last(parts, { at: begin + span + MILLISECOND }) },
  ];
}

const keyScenes = (parts: readonly Part[], hasKeys: boolean, gap: bigint): readonly Scene[] => {
  if (!hasKeys) return [];
  const other = parts.map((part) => ({ ...part, actor: 1, at: part.at + gap / 2n }));
  return [
    { purpose: 'other-key', parts: last(parts, { actor: 1 }) },
    { purpose: 'two-keys', parts: parts.flatMap((part, i) => [part, other[i] ?? part]) },
    { purpose: 'no-key', parts: last(parts, { as: 'no-key' }) },
  ];
};

/** Events of missing steps where they must not be, and elsewhere. */
function missingScenes(steps: readonly Step[], gap: bigint): readonly Scene[] {
  return steps.flatMap((step, place): readonly Scene[] => {
    if (!step.missing) return [];
    const shown = steps.flatMap((one, role) => (one.missing && role !== place ? [] : [role]));
    return [
      { purpose: 'missing-event', parts: inOrder(shown, gap, 0, SECOND) },
      {
        purpose: 'missing-event',
        parts: inOrder(shown, gap).map((part) => (part.role === place ? { ...part, actor: 1 } : part)),
      },
    ];
  });
}

function untilScenes(parts: readonly Part[], until: number, gap: bigint): readonly Scene[] {
  const [end] = parts.slice(-1);
  if (!end) return [];
  const stop = (at: bigint): Part => ({ role: until, actor: 0, at });
  return [
    { purpose: 'until-between', parts: [...parts.slice(0, -1), stop(end.at - gap / 2n), end] },
    { purpose: 'until-behind', parts: [...parts, stop(end.at + gap)] },
  ];
}

function sequencePlay({ steps, until, maxspan }: SequenceQuery): Play {
  const shown = steps.flatMap((step, role) => (step.missing ? [] : [role]));
  const gap = gapOf(2 * steps.length, maxspan);
  const parts = inOrder(shown, gap);
  const [first] = parts;
  const hasKeys = steps.some(({ keys }) => keys.length > 0);
  const scenes: readonly Scene[] = [
    { purpose: 'hit', parts },
    ...spanScenes(parts, maxspan),
    { purpose: 'out-of-order', parts: inOrder([...shown].reverse(), gap) },
    ...keyScenes(parts, hasKeys, gap),
    ...(first ? [{ purpose: 'begins-twice', parts: [first, ...inOrder(shown, gap, 0, gap)] } as const] : []),
    { purpose: 'again', parts: [...parts, ...inOrder(shown, gap, 0, BigInt(shown.length) * gap)] },
    ...(until ? untilScenes(parts, steps.length, gap) : []),
    ...missingScenes(steps, gap),
    { purpose: 'same-time', parts: inOrder(shown, 0n) },
    ...leftOut(parts),
    ...nearMisses(parts),
  ];
  return { roles: [...steps, ...(until ? [until] : [])], scenes };
}

function samplePlay({ steps }: SampleQuery): Play {
  const parts = inOrder([...steps.keys()], SECOND);
  const scenes: readonly Scene[] = [
    { purpose: 'hit', parts },
    { purpose: 'out-of-order', parts: inOrder([...steps.keys()].reverse(), SECOND) },
    ...keyScenes(parts, true, SECOND),
    ...leftOut(parts),
    ...nearMisses(parts),
  ];
  return { roles: steps, scenes };
}

/** More events than this are not made for one stream: what counts thousands gets the scenes below its threshold only. */
const MOST = 200;

/** Roles of a correlation of event rules; nothing for one whose rules correlate themselves. */
function correlationPlay(query: CorrelationQuery): Play | undefined {
  const roles = query.rules.flatMap(({ query: found, keys }) =>
    found.kind === 'event' ? [{ filter: found.filter, keys }] : [],
  );
  if (roles.length < query.rules.length) return undefined;
  const all = [...roles.keys()];
  const count = Math.min(countedIn(query) ?? roles.length, MOST);
  const cycle = Array.from({ length: Math.max(count, all.length) }, (_, i) => all[i % all.length] ?? 0);
  const gap = gapOf(cycle.length, query.timespan);
  const parts = inOrder(cycle, gap).map((part, number) => ({ ...part, number }));
  const scenes: readonly Scene[] = [
    { purpose: 'hit', parts },
    { purpose: 'one-less', parts: parts.slice(0, -1) },
    ...spanScenes(parts, query.timespan),
    { purpose: 'out-of-order', parts: inOrder([...cycle].reverse(), gap).map((part, number) => ({ ...part, number })) },
    ...keyScenes(parts, query.groupBy.length > 0, gap),
    { purpose: 'again', parts: [...parts, ...parts.map((part) => ({ ...part, at: part.at + query.timespan }))] },
    ...nearMisses(parts.slice(0, 4)).map(({ purpose, parts: some }) => ({
      purpose,
      parts: [...some, ...parts.slice(4)],
    })),
  ];
  return { roles, scenes };
}

/** A stateful rule as roles and scenes; nothing for a rule that no scenes are written for. */
export function playOf(query: QueryOf<'sequence' | 'sample' | 'correlation'>): Play | undefined {
  if (query.kind === 'sequence') return sequencePlay(query);
  return query.kind === 'sample' ? samplePlay(query) : correlationPlay(query);
}
