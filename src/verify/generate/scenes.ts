import { filterCondition } from '../../ir/build.ts';
import { printCond } from '../../ir/print.ts';
import type { QueryOf, SampleQuery, SequenceQuery, Step } from '../../ir/query.ts';
import type { Role } from './cast.ts';
import { correlationPlay } from './correlation-play.ts';
import {
  gapOf,
  inOrder,
  keyScenes,
  last,
  MILLISECOND,
  nearMisses,
  type Part,
  type Play,
  type Scene,
  SECOND,
} from './scene.ts';

/** The places of a rule's parts whose turn it is to fail: of those that ask for the same (`with runs=50`) the first and the last. */
function turns(parts: readonly Part[], roles: readonly Role[]): readonly number[] {
  const asked = parts.map(({ role }) => {
    const { filter, keys } = roles[role] ?? {};
    return [filter ? printCond(filterCondition(filter)) : '', ...(keys ?? []).map((key) => key?.name ?? '')].join('\n');
  });
  return [...parts.keys()].filter((at) =>
    [asked.indexOf(asked[at] ?? ''), asked.lastIndexOf(asked[at] ?? '')].includes(at),
  );
}

const leftOut = (parts: readonly Part[], places: readonly number[]): readonly Scene[] =>
  places.map((place) => ({ purpose: 'step-left-out', parts: parts.filter((_one, i) => i !== place) }));

/** Scenes with parts that do or do not come together in time. */
function spanScenes(parts: readonly Part[], span: bigint | undefined): readonly Scene[] {
  if (span === undefined || parts.length < 2) return [];
  const begin = parts[0]?.at ?? 0n;
  return [
    { purpose: 'at-span', parts: last(parts, { at: begin + span }) },
    { purpose: 'beyond-span', parts: last(parts, { at: begin + span + MILLISECOND }) },
  ];
}

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
    ...leftOut(parts, turns(parts, steps)),
    ...nearMisses(parts, turns(parts, steps)),
  ];
  return { roles: [...steps, ...(until ? [until] : [])], scenes };
}

function samplePlay({ steps }: SampleQuery): Play {
  const parts = inOrder([...steps.keys()], SECOND);
  const scenes: readonly Scene[] = [
    { purpose: 'hit', parts },
    { purpose: 'out-of-order', parts: inOrder([...steps.keys()].reverse(), SECOND) },
    ...keyScenes(parts, true, SECOND),
    ...leftOut(parts, turns(parts, steps)),
    ...nearMisses(parts, turns(parts, steps)),
  ];
  return { roles: steps, scenes };
}

/** A stateful rule as roles and scenes. */
export function playOf(query: QueryOf<'sequence' | 'sample' | 'correlation'>): Play {
  if (query.kind === 'sequence') return sequencePlay(query);
  return query.kind === 'sample' ? samplePlay(query) : correlationPlay(query);
}
