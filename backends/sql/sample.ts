import { isoText } from '../../src/base/instant.ts';
import { addressText } from '../../src/base/ip.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Literal, Value } from '../../src/ir/value.ts';
import { asPattern, requiredLiterals } from '../../src/regex/literals.ts';
import type { Regex } from '../../src/regex/tree.ts';

/** A text that fits a pattern; `filler` stands for each wildcard that must or may be filled. */
export function samplePattern(pattern: Pattern, filler?: string): string {
  return pattern
    .map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? (filler ?? '-') : (filler ?? '')))
    .join('');
}

const ANYTHING = 'x';

function literalSample(literal: Literal): unknown {
  if (literal.type === 'null') return ANYTHING;
  return literal.type === 'date' ? isoText(literal.value) : literal.value;
}

/** A number beyond or below a literal, as an order asks for it. */
function ordered(op: string, literal: Literal): unknown {
  if (literal.type !== 'integer') return literalSample(literal);
  return op === 'gt' ? literal.value + 1n : op === 'lt' ? literal.value - 1n : literal.value;
}

function regexSample(regex: Regex | undefined): string {
  const [first] = (regex && asPattern(regex)?.patterns) ?? [];
  if (first) return samplePattern(first);
  return (regex && requiredLiterals(regex)[0]) ?? ANYTHING;
}

function valueSample(value: Value): unknown {
  switch (value.kind) {
    case 'compare':
      return value.right.kind === 'literal' ? ordered(value.op, value.right) : ANYTHING;
    case 'one-of':
      return value.options[0] ? literalSample(value.options[0]) : ANYTHING;
    case 'match':
      return samplePattern(value.patterns[0] ?? []);
    case 'regex':
      return regexSample(value.regexes[0]);
    case 'cidr':
      return value.networks[0] ? addressText(value.networks[0]) : ANYTHING;
    default:
      return ANYTHING;
  }
}

/** A value of a condition's field with which the condition holds, where that is easily told. */
export function sampleFor(cond: Cond | undefined): unknown {
  return cond?.kind === 'leaf' ? valueSample(cond.value) : ANYTHING;
}
