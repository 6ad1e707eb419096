/** A state of an automaton: a set of characters (ascending pairs of code points), a test of a position, or ways without any. State 0 accepts. */
type State =
  | { readonly in: readonly number[]; readonly to: number }
  | { readonly if: keyof typeof POSITION_TESTS; readonly to: number }
  | readonly number[];

/** Several states at once, with the character before them; remembers where characters lead. */
interface States {
  readonly items: readonly number[];
  readonly before: number;
  readonly next: Map<number, States>;
}

/** No character: the text starts or ends here. */
const EDGE = -1;

const isWord = (code: number): boolean => /^\w$/.test(code === EDGE ? '' : String.fromCodePoint(code));

const isUnicodeWord = (code: number): boolean =>
  /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u.test(code === EDGE ? '' : String.fromCodePoint(code));

const POSITION_TESTS = {
  'text-start': (before: number) => before === EDGE,
  'text-end': (_before: number, after: number) => after === EDGE,
  'text-end-or-final-newline': (_before: number, after: number, last: boolean) =>
    after === EDGE || (after === 10 && last),
  'line-start': (before: number) => before === EDGE || before === 10,
  'line-start-before-text': (before: number, after: number) => before === EDGE || (before === 10 && after !== EDGE),
  'line-end': (_before: number, after: number) => after === EDGE || after === 10,
  word: (before: number, after: number) => isWord(before) !== isWord(after),
  'not-word': (before: number, after: number) => isWord(before) === isWord(after),
  'unicode-word': (before: number, after: number) => isUnicodeWord(before) !== isUnicodeWord(after),
  'not-unicode-word': (before: number, after: number) => isUnicodeWord(before) === isUnicodeWord(after),
};

/** Whether ascending pairs of code points hold a code point. */
function inRanges(ranges: readonly number[], code: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < (ranges[2 * middle] ?? 0)) high = middle - 1;
    else if (code > (ranges[2 * middle + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

/** All states that are reached from some without a character. Tests of the position are taken where `holds` says so; without it they wait. */
function reached(
  states: readonly State[],
  from: readonly number[],
  holds?: (test: keyof typeof POSITION_TESTS) => boolean,
): readonly number[] {
  const seen = new Set(from);
  for (const item of seen) {
    const state = states[item] ?? [];
    if (!('to' in state)) for (const next of state) seen.add(next);
    else if ('if' in state && holds?.(state.if)) seen.add(state.to);
  }
  return [...seen].filter((item) => item === 0 || 'to' in (states[item] ?? [])).sort((a, b) => a - b);
}

/**
 * A regular expression as an automaton that runs in linear time, whatever the text: it follows all ways at once, and remembers sets of
 * states that it has met.
 */
export function automaton(states: readonly State[], start: number, search: boolean): (text: string) => boolean {
  const hasTests = states.some((state) => 'if' in state);
  const known = new Map<string, States>();
  let kept = 0;
  const intern = (from: readonly number[], before: number): States => {
    const items = reached(states, from);
    const side = hasTests ? [before === EDGE, before === 10, isWord(before), isUnicodeWord(before)] : [];
    const name = [...side, ...items].join();
    const found = known.get(name) ?? { items, before, next: new Map() };
    if (!known.has(name)) kept += items.length + 100;
    if (kept > 200_000) {
      // All that is remembered hangs on the first states and on the names: memory stays bounded, time linear.
      known.clear();
      first.next.clear();
      kept = 0;
    }
    known.set(name, found);
    return found;
  };
  const settled = ({ items, before }: States, after: number, last: boolean): readonly number[] =>
    hasTests ? reached(states, items, (test) => POSITION_TESTS[test](before, after, last)) : items;
  const step = (from: States, code: number, last: boolean): States | undefined => {
    const items = settled(from, code, last);
    if (search && items[0] === 0) return undefined;
    const next = items.flatMap((item) => {
      const state = states[item] ?? [];
      return 'in' in state && inRanges(state.in, code) ? [state.to] : [];
    });
    return intern(next, code);
  };
  const first = intern([start], EDGE);
  const follow = (from: States, code: number, last: boolean): States | undefined => {
    const next = (last ? undefined : from.next.get(code)) ?? step(from, code, last);
    if (next !== undefined && !last && from.next.size < 500) from.next.set(code, next);
    return next;
  };
  return (text) => {
    let at: States | undefined = first;
    for (let offset = 0; offset < text.length && at?.items.length; ) {
      const code = text.codePointAt(offset) ?? 0;
      offset += code > 0xffff ? 2 : 1;
      at = follow(at, code, code === 10 && offset === text.length);
    }
    return at === undefined || settled(at, EDGE, false)[0] === 0;
  };
}
