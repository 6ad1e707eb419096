import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import { compileMatcher } from '../../../regex/matcher.ts';
import { parseRegex } from '../../../regex/parse.ts';
import type { Regex } from '../../../regex/tree.ts';
import { some } from '../../../regex/walk.ts';
import { Slice } from '../../../text/slice.ts';
import { SourceText, type Span } from '../../../text/source-text.ts';
import type { Context } from '../context.ts';
import { remember } from '../remember.ts';
import { Backtracker, type Slots, StepLimit } from './backtrack.ts';
import { groupNames, type Program, programOf } from './program.ts';

export interface Found {
  readonly start: number;
  readonly end: number;
  /** Group 0 is the whole match; a group that took no part is absent. */
  readonly groups: readonly (string | undefined)[];
}

/** A regular expression of PCRE, ready to run. */
export interface Matcher {
  /** The names of the named groups and their numbers, in the order of the numbers. */
  readonly names: ReadonlyMap<string, number>;
  readonly test: (text: string) => boolean;
  /** Matches from left to right that do not overlap; offsets are UTF-16 units. */
  readonly all: (text: string) => Iterable<Found>;
}

/** UTF-8 with a character for each byte. */
const bytesOf = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));

function byteText(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  return text.replace(/[^\0-\x7f]+/g, (run) => [...run].map(bytesOf).join(''));
}

const textOfBytes = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0)));

interface Units {
  readonly inner: (text: string) => string;
  readonly outer: (text: string) => string;
}

const UNITS: { readonly [U in Context['readings']['regexUnits']]: Units } = {
  'code-points': { inner: (text) => text, outer: (text) => text },
  bytes: { inner: byteText, outer: textOfBytes },
};

interface Searched {
  readonly program: Program;
  readonly memo: boolean;
  readonly text: string;
}

function* search({ program, memo, text }: Searched): Generator<Found> {
  const chars = [...text];
  const starts = [0];
  for (const char of chars) starts.push((starts.at(-1) ?? 0) + char.length);
  const offset = (at: number): number => starts[at] ?? text.length;
  const machine = new Backtracker(
    chars.map((char) => char.codePointAt(0) ?? 0),
    memo,
  );
  let failed = new Set<number>();
  for (let at = 0; at <= chars.length; at++) {
    const slots: Slots = [];
    const end = machine.match(program, at, slots, failed);
    if (end === -1) continue;
    yield {
      start: offset(at),
      end: offset(end),
      groups: groupsOf(slots, at, end, (from, to) => text.slice(offset(from), offset(to))),
    };
    failed = new Set();
    // The next search starts where this match ended, or a character on if it was empty.
    at = Math.max(at, end - 1);
  }
}

function groupsOf(
  slots: Slots,
  at: number,
  end: number,
  cut: (from: number, to: number) => string,
): (string | undefined)[] {
  const groups: (string | undefined)[] = [cut(at, end)];
  for (let i = 1; 2 * i < slots.length; i++) {
    const [from, to] = [slots[2 * i], slots[2 * i + 1]];
    groups[i] = from !== undefined && to !== undefined ? cut(from, to) : undefined;
  }
  return groups;
}

type RegexUnits = keyof typeof UNITS;

/** What an expression is whoever asks: how it reads, and how it runs. */
interface Compiled {
  readonly faults: readonly Diagnostic[];
  readonly regex?: Regex;
  readonly names: ReadonlyMap<string, number>;
  readonly program?: Program;
  readonly memo: boolean;
  readonly linear?: (text: string) => boolean;
}

const INLINE_CASE = { bytes: 'ascii', 'code-points': 'unicode' } as const satisfies Readonly<
  Record<RegexUnits, string>
>;

function compiled(text: string, units: RegexUnits): Compiled {
  const source = new SourceText('regex', UNITS[units].inner(text));
  const { regex, diagnostics } = parseRegex(Slice.verbatim(source), {
    flavour: 'pcre',
    anchoring: 'search',
    caseRule: 'exact',
    inlineCase: INLINE_CASE[units],
  });
  if (!regex) return { faults: diagnostics, names: new Map(), memo: false };
  const names = groupNames(regex.node);
  const program = programOf(regex.node, names);
  const linear = compileMatcher(regex);
  return {
    faults: [],
    regex,
    names,
    memo: !some(regex.node, (node) => node.kind === 'backreference'),
    ...(program && { program }),
    ...(typeof linear === 'function' && { linear }),
  };
}

/** A compiled expression may hold megabytes of states. */
const REMEMBERED = 32;

/** A search that is run under several readings has the same expressions each time. */
const COMPILED: { readonly [U in RegexUnits]: (text: string) => Compiled } = {
  'code-points': remember((text) => compiled(text, 'code-points'), REMEMBERED),
  bytes: remember((text) => compiled(text, 'bytes'), REMEMBERED),
};

/** Compiles a regular expression; what can't be compiled is told at the place, and gives nothing. */
export function compileRegex(text: string, context: Context, span: Span): Matcher | undefined {
  const units = context.readings.regexUnits;
  const { faults, regex, names, program, memo, linear } = COMPILED[units](text);
  for (const found of faults) context.add({ ...found, span });
  if (!regex) return undefined;
  if (!program) {
    context.report('spl/regex', { text }, span);
    return undefined;
  }
  const { inner, outer } = UNITS[units];
  const limited = <T>(run: () => T, otherwise: T): T => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof StepLimit)) throw error;
      context.report('spl/regex-limit', { text }, span);
      return otherwise;
    }
  };
  const all = (subject: string): readonly Found[] =>
    limited(() => [...search({ program, memo, text: inner(subject) })], []);
  const outside = (found: Found, subject: string): Found => ({
    start: outer(inner(subject).slice(0, found.start)).length,
    end: outer(inner(subject).slice(0, found.end)).length,
    groups: found.groups.map((group) => (group === undefined ? undefined : outer(group))),
  });
  const any = (subject: string): boolean =>
    limited(() => search({ program, memo, text: subject }).next().done !== true, false);
  return {
    names,
    test: linear ? (subject) => linear(inner(subject)) : (subject) => any(inner(subject)),
    all: (subject) =>
      inner(subject) === subject ? all(subject) : all(subject).map((found) => outside(found, subject)),
  };
}
