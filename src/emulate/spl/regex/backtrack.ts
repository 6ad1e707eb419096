import { holds } from '../../../regex/char-set.ts';
import { asciiWord } from '../../../regex/named-sets.ts';
import type { PositionTest } from '../../../regex/tree.ts';
import type { Instruction, Program } from './program.ts';

/** Where groups start and end, as slots 2n and 2n + 1; absent where a group took no part. */
export type Slots = (number | undefined)[];

const NEWLINE = 10;

/**
 * Steps for one text, as PCRE has a match limit (limits.conf, `[rex] match_limit`). Without back-references every state is
 * tried once a position, so that only very long texts get here.
 */
const MAX_STEPS = 5_000_000;

export class StepLimit extends Error {}

/** Tries programs at places of one text; the first way that fits wins, as in PCRE. */
export class Backtracker {
  readonly #codes: readonly number[];
  readonly #memo: boolean;
  #steps = 0;

  /** `memo`: no back-references, so a state that failed at a place fails there again. */
  constructor(codes: readonly number[], memo: boolean) {
    this.#codes = codes;
    this.#memo = memo;
  }

  /** The end of a match that starts at a place, or -1. `slots` then holds the groups. `failed` may be kept between starts. */
  match(program: Program, start: number, slots: Slots, failed = new Set<number>()): number {
    const open: (readonly [number, number, Slots])[] = [[0, start, slots]];
    const width = this.#codes.length + 1;
    for (let job = open.pop(); job; job = open.pop()) {
      let [pc, at, taken] = job;
      for (;;) {
        if (++this.#steps > MAX_STEPS) throw new StepLimit();
        const instruction = program[pc];
        if (!instruction || (this.#memo && this.#seen(failed, instruction, pc * width + at))) break;
        if (instruction.op === 'match') {
          slots.splice(0, slots.length, ...taken);
          return at;
        }
        if (instruction.op === 'split') open.push([instruction.second, at, taken]);
        if (instruction.op === 'save') taken = withSlot(taken, instruction.slot, at);
        const next = this.#step(instruction, at, taken);
        if (next === undefined) break;
        at = next.at;
        taken = next.slots ?? taken;
        pc = instruction.op === 'split' ? instruction.first : instruction.op === 'jump' ? instruction.to : pc + 1;
      }
    }
    return -1;
  }

  /** Only splits need remembering: every path between two of them is straight. */
  #seen(failed: Set<number>, { op }: Instruction, state: number): boolean {
    if (op !== 'split') return false;
    if (failed.has(state)) return true;
    failed.add(state);
    return false;
  }

  #step(instruction: Instruction, at: number, slots: Slots): { at: number; slots?: Slots } | undefined {
    switch (instruction.op) {
      case 'char': {
        const code = this.#codes[at];
        return code !== undefined && holds(instruction.ranges, code) ? { at: at + 1 } : undefined;
      }
      case 'test':
        return this.#holds(instruction.test, at) ? { at } : undefined;
      case 'back':
        return this.#back(slots[2 * instruction.group], slots[2 * instruction.group + 1], at);
      case 'atomic': {
        const inner = [...slots];
        const end = this.match(instruction.program, at, inner);
        return end === -1 ? undefined : { at: end, slots: inner };
      }
      case 'look':
        return this.#look(instruction, at, slots);
      case 'split':
      case 'jump':
      case 'save':
      case 'match':
        return { at };
    }
  }

  #look(
    { ways, negative }: Extract<Instruction, { op: 'look' }>,
    at: number,
    slots: Slots,
  ): { at: number; slots?: Slots } | undefined {
    for (const { program, back } of ways) {
      const inner = [...slots];
      if (back > at || this.match(program, at - back, inner) === -1) continue;
      return negative ? undefined : { at, slots: inner };
    }
    return negative ? { at } : undefined;
  }

  #back(start: number | undefined, end: number | undefined, at: number): { at: number } | undefined {
    if (start === undefined || end === undefined) return undefined;
    for (let i = start; i < end; i++) if (this.#codes[i] !== this.#codes[at + i - start]) return undefined;
    return { at: at + end - start };
  }

  #isWord(at: number): boolean {
    const code = this.#codes[at];
    return code !== undefined && holds(asciiWord, code);
  }

  #holds(test: PositionTest, at: number): boolean {
    const last = this.#codes.length;
    const afterLine = at === 0 || this.#codes[at - 1] === NEWLINE;
    const border = this.#isWord(at - 1) !== this.#isWord(at);
    switch (test) {
      case 'text-start':
        return at === 0;
      case 'text-end':
        return at === last;
      case 'text-end-or-final-newline':
        return at === last || (at === last - 1 && this.#codes[at] === NEWLINE);
      case 'line-start':
        return afterLine;
      case 'line-start-before-text':
        return at === 0 || (afterLine && at < last);
      case 'line-end':
        return at === last || this.#codes[at] === NEWLINE;
      case 'word':
      case 'unicode-word':
        return border;
      case 'not-word':
      case 'not-unicode-word':
        return !border;
    }
  }
}

function withSlot(slots: Slots, slot: number, at: number): Slots {
  const next = [...slots];
  next[slot] = at;
  return next;
}
