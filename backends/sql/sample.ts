import { isoText } from '../../src/base/instant.ts';
import { addressText } from '../../src/base/ip.ts';
import { Random } from '../../src/base/random.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { CompareOp, Literal, Value } from '../../src/ir/value.ts';
import { asPattern, requiredLiterals } from '../../src/regex/literals.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { regexTexts } from '../../src/regex/regex-texts.ts';
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

/** One beyond for `gt` and `ne`, one below for `lt`, else the same. */
const STEPS: { readonly [Op in CompareOp]: number } = { eq: 0, ne: 1, lt: -1, lte: 0, gt: 1, gte: 0 };

function ordered(op: CompareOp, literal: Literal): unknown {
  const step = STEPS[op];
  switch (literal.type) {
    case 'integer':
      return literal.value + BigInt(step);
    case 'real':
      return literal.value + step;
    case 'date':
      return isoText(literal.value + BigInt(step) * 1_000_000n);
    case 'boolean':
      return step === 0 ? literal.value : !literal.value;
    case 'text':
      return step > 0 ? `${literal.value}x` : step < 0 ? '' : literal.value;
    default:
      return literalSample(literal);
  }
}

/** So many texts are tried against an expression. */
const TRIES = 20;

/** Texts that an expression matches, as far as some are found. */
function matchingTexts(regex: Regex): readonly string[] {
  const matcher = compileMatcher(regex);
  return typeof matcher === 'function' ? regexTexts(regex, TRIES, new Random(1)).filter((text) => matcher(text)) : [];
}

function regexSample(regex: Regex | undefined): string {
  const [first] = (regex && asPattern(regex)?.patterns) ?? [];
  if (first) return samplePattern(first);
  return (regex && (matchingTexts(regex)[0] ?? requiredLiterals(regex)[0])) ?? ANYTHING;
}

/** A value of a test's field with which the test is true, where that is easily told. */
export function sampleOf(value: Value): unknown {
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
  return cond?.kind === 'leaf' ? sampleOf(cond.value) : ANYTHING;
}
