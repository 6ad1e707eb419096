import { addressText } from '../../src/base/ip.ts';
import { valueAt } from '../../src/functions/value-at.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Compare, Value } from '../../src/ir/value.ts';
import { childValues, fieldsOfValue } from '../../src/ir/walk.ts';
import type { CodeRange, RegexNode } from '../../src/regex/tree.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { plainText } from './plain-text.ts';

/** A text that a pattern covers, with `one` for each single character. */
export const samplePattern = (pattern: Pattern, one = 'x'): string =>
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? one : '')).join('');

/** A value that passes a comparison with a constant, where the constant shows one. */
function passingComparison({ op, right }: Compare): unknown {
  if (right.kind !== 'literal') return undefined;
  if (right.type !== 'integer' && right.type !== 'real') return op === 'eq' ? plainText(right) : undefined;
  const value = Number(right.value);
  return op === 'gt' ? value + 1 : op === 'lt' || op === 'ne' ? value - 1 : value;
}

/** A value of its field that passes a test, where the test shows one. */
function passingField(value: Value): unknown {
  if (value.kind === 'compare') return value.left.kind === 'field' ? passingComparison(value) : undefined;
  if (!('subject' in value) || value.subject.kind !== 'field') return undefined;
  if (value.kind === 'one-of') return value.options[0] && plainText(value.options[0]);
  if (value.kind === 'match') return value.patterns[0] && samplePattern(value.patterns[0]);
  if (value.kind === 'regex') return value.regexes[0] && sampleRegex(value.regexes[0].node);
  return value.networks[0] && addressText(value.networks[0]);
}

const LONGEST = 10_000;

/** A time of which every part is a number, as far as it can be. */
function timeOf(size: number): string {
  const part = (least: number, most: number): string =>
    String(size >= least && size <= most ? size : least).padStart(2, '0');
  const day = `${size > 1970 ? size : 2024}-${part(1, 12)}-${part(1, 28)}`;
  return `${day}T${part(0, 23)}:${part(0, 59)}:${part(0, 59)}Z`;
}

function triesFor(value: Value): readonly string[] {
  if (value.kind !== 'literal') return childValues(value).flatMap(triesFor);
  if (value.type === 'text') return [value.value, `a${value.value}`];
  const size = value.type === 'integer' && value.value >= 0n && value.value < LONGEST ? Number(value.value) : undefined;
  if (size === undefined) return [];
  const near = [size, size + 1, Math.max(size - 1, 0)];
  return [...near.map((count) => 'x'.repeat(count)), ...near.map(timeOf)];
}

/** An event with which a test holds, where one is found: a value for its field, or the same text for all of several. */
export function passingEvent(value: Value): EventJson | undefined {
  const names = [...new Set(fieldsOfValue(value).map(({ name }) => name))];
  const [name] = names;
  const shown = passingField(value);
  if (name !== undefined && shown !== undefined) return { [name]: shown };
  const choices = ['a', ...triesFor(value)].map((text) => Object.fromEntries(names.map((one) => [one, text])));
  return choices.find((choice) => valueAt(value, choice) === true);
}

const ACCENTED = 0xe9;
const LAST_ASCII = 0x7f;

type Repeat = Extract<RegexNode, { kind: 'repeat' }>;

/** How a sample is made: the character that stands for a set, and how often a part stands that may be repeated. */
interface Style {
  readonly character: (ranges: readonly CodeRange[]) => string;
  readonly times: (node: Repeat) => number;
  /** Which of several samples is shown. */
  readonly option: (samples: readonly string[]) => string | undefined;
}

const MOST_TIMES = 1000;
const least = ({ min }: Repeat): number => Math.min(min, MOST_TIMES);
const most = ({ min, max }: Repeat): number =>
  max === undefined || max > MOST_TIMES ? Math.min(min, MOST_TIMES) : max;

function plain(ranges: readonly CodeRange[]): string {
  const [first] = ranges;
  if (!first) return '';
  const shown = ranges.find(({ to }) => to > 0x20) ?? first;
  return String.fromCodePoint(Math.max(shown.from, Math.min(0x21, shown.to)));
}

/** An accented letter if it may be one, else whatever lies outside ASCII. */
function accented(ranges: readonly CodeRange[]): string {
  if (ranges.some(({ from, to }) => from <= ACCENTED && to >= ACCENTED)) return '\u00e9';
  const beyond = ranges.find(({ to }) => to > LAST_ASCII);
  return beyond ? String.fromCodePoint(Math.max(beyond.from, LAST_ASCII + 1)) : plain(ranges);
}

/** A character that is not one of a set's, and ends in the same byte as one of those outside ASCII. */
function kin(ranges: readonly CodeRange[]): string {
  const beyond = ranges.find(({ to }) => to > LAST_ASCII);
  if (!beyond || beyond.to - beyond.from > LAST_ASCII) return accented(ranges);
  const code = 0xc0 + (Math.max(beyond.from, LAST_ASCII + 1) & 0x3f);
  return ranges.some(({ from, to }) => from <= code && code <= to) ? accented(ranges) : String.fromCodePoint(code);
}

const first = ([sample]: readonly string[]): string | undefined => sample;
const beyond = (samples: readonly string[]): string | undefined =>
  samples.find((sample) => /[^\0-\x7f]/.test(sample)) ?? samples[0];

/** `accented`: an accented letter wherever there may be one; `wide`: the same, and as often as it may; `kin`: what bytes may take for one. */
const STYLES = {
  plain: { character: plain, times: least, option: first },
  accented: { character: accented, times: least, option: beyond },
  wide: { character: accented, times: most, option: beyond },
  kin: { character: kin, times: least, option: beyond },
} as const satisfies Readonly<Record<string, Style>>;

export type SampleStyle = keyof typeof STYLES;

function sampled(node: RegexNode, style: Style): string {
  switch (node.kind) {
    case 'chars':
      return style.character(node.ranges);
    case 'concat':
      return node.parts.map((part) => sampled(part, style)).join('');
    case 'alternation':
      return style.option(node.options.map((option) => sampled(option, style))) ?? '';
    case 'repeat':
      return sampled(node.body, style).repeat(style.times(node));
    case 'group':
      return sampled(node.body, style);
    case 'interval':
      return String(node.min);
    case 'intersection':
      return node.parts[0] ? sampled(node.parts[0], style) : '';
    case 'empty':
    case 'assertion':
    case 'look':
    case 'backreference':
    case 'complement':
    case 'any-string':
    case 'nothing':
      return '';
  }
}

/** A text that an expression likely matches; good for showing a difference, never for deciding anything. */
export const sampleRegex = (node: RegexNode, style: SampleStyle = 'plain'): string => sampled(node, STYLES[style]);
