import type { Result } from './matcher.ts';

/** A complete match that stands unless a missing step is met until its deadline. */
export interface Waiting {
  readonly result: Result;
  /** The time of its last event. */
  readonly last: bigint;
  /** The last nanosecond at which it may be rejected; absent: none is the last. */
  readonly deadline: bigint | undefined;
  /** Given out, or rejected. */
  isOver: boolean;
}

export interface WaitingList {
  readonly add: (waiting: Waiting) => void;
  /** Gives out what can't be rejected any more: deadlines before `now`; all of it without `now`. */
  readonly settle: (now: bigint | undefined, results: Result[]) => void;
}

function isSooner(a: Waiting | undefined, b: Waiting | undefined): boolean {
  if (!a || a.deadline === undefined) return false;
  return !b || b.deadline === undefined || a.deadline < b.deadline;
}

/** Moves an entry of a heap up to its place. */
function siftUp(heap: Waiting[]): void {
  let at = heap.length - 1;
  const moved = heap[at];
  while (moved && at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || !isSooner(moved, above)) break;
    heap[at] = above;
    at = parent;
  }
  if (moved) heap[at] = moved;
}

/** Takes the soonest entry out of a heap. */
function takeSoonest(heap: Waiting[]): void {
  const moved = heap.pop();
  if (!moved || heap.length === 0) return;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (isSooner(heap[child + 1], heap[child])) child++;
    const below = heap[child];
    if (!below || !isSooner(below, moved)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = moved;
}

/** Complete matches by their deadlines. */
export function waitingList(): WaitingList {
  const heap: Waiting[] = [];
  return {
    add: (waiting) => {
      heap.push(waiting);
      siftUp(heap);
    },
    settle: (now, results) => {
      for (let first = heap[0]; first; first = heap[0]) {
        const isSettled = now === undefined || (first.deadline !== undefined && first.deadline < now);
        if (!isSettled && !first.isOver) return;
        takeSoonest(heap);
        if (!first.isOver) results.push(first.result);
        first.isOver = true;
      }
    },
  };
}
