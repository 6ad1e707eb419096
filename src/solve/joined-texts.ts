import { literalScalar } from '../eval/value.ts';
import type { Cond } from '../ir/cond.ts';
import { literalPattern, type Pattern, type PatternPart, pattern } from '../ir/pattern.ts';
import type { Call, Literal, Value } from '../ir/value.ts';
import { asPattern } from '../regex/literals.ts';

/** Of a list of patterns this many are combined. */
const MAX_SHAPES = 12;
const MAX_JOINED = 48;
const ANY: PatternPart = { kind: 'any' };

const literalShape = (literal: Literal): readonly Pattern[] => {
  const scalar = literalScalar(literal);
  return typeof scalar === 'string' ? [literalPattern(scalar)] : [];
};

const AFFIX_SHAPES: Readonly<Record<string, (text: string) => Pattern>> = {
  'starts-with': (text) => pattern([{ kind: 'lit', text }, ANY]),
  'ends-with': (text) => pattern([ANY, { kind: 'lit', text }]),
  'string-contains': (text) => pattern([ANY, { kind: 'lit', text }, ANY]),
};

function callShapes({ fn, args: [, part] }: Call): readonly Pattern[] {
  const shape = AFFIX_SHAPES[fn];
  return shape && part?.kind === 'literal' && part.type === 'text' ? [shape(part.value)] : [];
}

function valueShapes(value: Value): readonly Pattern[] {
  if (value.kind === 'match') return value.patterns;
  if (value.kind === 'one-of') return value.options.flatMap(literalShape);
  if (value.kind === 'regex') return value.regexes.flatMap((regex) => (asPattern(regex)?.patterns ?? []).map(pattern));
  if (value.kind === 'compare' && value.op === 'eq' && value.right.kind === 'literal') return literalShape(value.right);
  return value.kind === 'call' ? callShapes(value) : [];
}

/** The patterns of a test of one field's text. */
const shapesOf = (cond: Cond): readonly Pattern[] =>
  cond.kind === 'leaf' ? valueShapes(cond.value).slice(0, MAX_SHAPES) : [];

/** Patterns within what both cover: one of them put where the other takes anything. */
function joinedPatterns(a: Pattern, b: Pattern): readonly Pattern[] {
  const within = (outer: Pattern, inner: Pattern): readonly Pattern[] =>
    outer.flatMap((part, at) =>
      part.kind === 'any'
        ? [
            pattern([...outer.slice(0, at), ANY, ...inner, ANY, ...outer.slice(at + 1)]),
            pattern([...outer.slice(0, at), ...inner, ...outer.slice(at + 1)]),
          ]
        : [],
    );
  return [...within(a, b), ...within(b, a), a, b];
}

const filled = (parts: Pattern, any: string): string =>
  parts.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'any' ? any : 'x')).join('');

/** Texts that likely pass every one of several tests of one field. */
export function joinedTexts(conds: readonly Cond[]): readonly string[] {
  let patterns: readonly Pattern[] = [[ANY]];
  for (const cond of conds) {
    const shapes = shapesOf(cond);
    if (shapes.length === 0) continue;
    patterns = patterns.flatMap((one) => shapes.flatMap((shape) => joinedPatterns(one, shape))).slice(0, MAX_JOINED);
  }
  return [...new Set(patterns.flatMap((one) => [filled(one, ''), filled(one, 'x')]))];
}
