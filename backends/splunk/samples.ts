import { addressText } from '../../src/base/ip.ts';
import { valueAt } from '../../src/functions/value-at.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Compare, Value } from '../../src/ir/value.ts';
import { childValues, fieldsOfValue } from '../../src/ir/walk.ts';
import type { RegexNode } from '../../src/regex/tree.ts';
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

function triesFor(value: Value): readonly string[] {
  if (value.kind !== 'literal') return childValues(value).flatMap(triesFor);
  if (value.type === 'text') return [value.value, `a${value.value}`];
  const size = value.type === 'integer' && value.value >= 0n && value.value < LONGEST ? Number(value.value) : undefined;
  return size === undefined ? [] : [size, size + 1, Math.max(size - 1, 0)].map((count) => 'x'.repeat(count));
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

/** A character of a set: an accented letter if it may be one, else a plain one. */
function character(ranges: readonly { from: number; to: number }[]): string {
  const first = ranges[0];
  if (!first) return '';
  if (ranges.some(({ from, to }) => from <= ACCENTED && to >= ACCENTED)) return '\u00e9';
  const shown = ranges.find(({ to }) => to > 0x20) ?? first;
  return String.fromCodePoint(Math.max(shown.from, Math.min(0x21, shown.to)));
}

/** A text that an expression likely matches; good for showing a difference, never for deciding anything. */
export function sampleRegex(node: RegexNode): string {
  switch (node.kind) {
    case 'chars':
      return character(node.ranges);
    case 'concat':
      return node.parts.map(sampleRegex).join('');
    case 'alternation':
      return node.options[0] ? sampleRegex(node.options[0]) : '';
    case 'repeat':
      return sampleRegex(node.body).repeat(Math.min(node.min, 100));
    case 'group':
      return sampleRegex(node.body);
    case 'interval':
      return String(node.min);
    case 'intersection':
      return node.parts[0] ? sampleRegex(node.parts[0]) : '';
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
