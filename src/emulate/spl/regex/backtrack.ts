import { holds } from '../../../regex/char-set.ts';
import { asciiWord } from '../../../regex/named-sets.ts';
import type { PositionTest } from '../../../regex/tree.ts';
import type { Instruction, Program } from './program.ts';

/** Where groups start and end, as slots 2n and 2n + 1; absent where a group took no part. */
export type Slots = (number | undefined)[];

/** One way through a program: where it stands in the program and in the text, and what the groups took. */
interface Thread {
  readonly pc: number;
  readonly at: number;
  readonly slots: Slots;
}

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
    const open: Thread[] = [{ pc: 0, at: start, slots }];
    for (let thread = open.pop(); thread; thread = open.pop()) {
      const done = this.#run(program, thread, open, failed);
      if (!done) continue;
      slots.splice(0, slots.length, ...done.slots);
      return done.at;
    }
    return -1;
  }

  /** Follows one way until it matches or fails; the other ways of its splits are left on `open`. */
  #run(program: Program, from: Thread, open: Thread[], failed: Set<number>): Thread | undefined {
    let thread: Thread | undefined = from;
    while (thread) {
      if (++this.#steps > MAX_STEPS) throw new StepLimit();
      const instruction: Instruction | undefined = program[thread.pc];
      if (!instruction) return undefined;
      if (instruction.op === 'match') return thread;
      if (instruction.op === 'split') {
        if (this.#seen(failed, thread)) return undefined;
        open.push({ ...thread, pc: instruction.second });
      }
      thread = this.#step(instruction, thread);
    }
    return undefined;
  }

  /** Only splits need remembering: every way between two of them is straight. */
  #seen(failed: Set<number>, { pc, at }: Thread): boolean {
    if (!this.#memo) return false;
    const state = pc * (this.#codes.length + 1) + at;
    if (failed.has(state)) return true;
    failed.add(state);
    return false;
  }

  #step(instruction: Instruction, thread: Thread): Thread | undefined {
    const { pc, at, slots } = thread;
    switch (instruction.op) {
      case 'char': {
        const code = this.#codes[at];
        return code !== undefined && holds(instruction.ranges, code) ? { pc: pc + 1, at: at + 1, slots } : undefined;
      }
      case 'split':
        return { pc: instruction.first, at, slots };
      case 'jump':
        return { pc: instruction.to, at, slots };
      case 'save':
        return { pc: pc + 1, at, slots: withSlot(slots, instruction.slot, at) };
      case 'test':
        return this.#holds(instruction.test, at) ? { pc: pc + 1, at, slots } : undefined;
      case 'back':
        return this.#back(instruction.group, thread);
      case 'atomic': {
        const inner = [...slots];
        const end = this.match(instruction.program, at, inner);
        return end === -1 ? undefined : { pc: pc + 1, at: end, slots: inner };
      }
      case 'look':
        return this.#look(instruction, thread);
      case 'match':
        return thread;
    }
  }

  #look({ ways, negative }: Extract<Instruction, { op: 'look' }>, { pc, at, slots }: Thread): Thread | undefined {
    for (const { program, back } of ways) {
      const inner = [...slots];
      if (back > at || this.match(program, at - back, inner) === -1) continue;
      return negative ? undefined : { pc: pc + 1, at, slots: inner };
    }
    return negative ? { pc: pc + 1, at, slots } : undefined;
  }

  #back(group: number, { pc, at, slots }: Thread): Thread | undefined {
    const [start, end] = [slots[2 * group], slots[2 * group + 1]];
    if (start === undefined || end === undefined) return undefined;
    for (let i = start; i < end; i++) if (this.#codes[i] !== this.#codes[at + i - start]) return undefined;
    return { pc: pc + 1, at: at + end - start, slots };
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
