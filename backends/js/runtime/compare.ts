import type { Scalar } from '../../../src/functions/function.ts';
import { matchPattern } from '../../../src/functions/match-pattern.ts';
import { compareScalars, fold } from '../../../src/functions/scalar.ts';
import type { Pattern } from '../../../src/ir/pattern.ts';
import type { CaseRule } from '../../../src/ir/value.ts';
import { asText } from './read.ts';

/** Whether a value equals one of some others; absent where the value is. */
export function isOneOf(value: Scalar, options: readonly Scalar[], rule: CaseRule): boolean | null {
  return value === null ? null : options.some((option) => compareScalars('eq', value, option, rule) === true);
}

/** Tests the folded text of a value; absent where the value has no text. */
export function testText(value: Scalar, rule: CaseRule, test: (text: string) => boolean): boolean | null {
  const isVersion = typeof value === 'object' && value?.kind === 'version';
  const text = isVersion ? value.text : asText(value);
  return text === null ? null : test(fold(text, rule));
}

/** Whether one of some wildcard patterns covers a text, character by character. */
export function fitsOne(text: string, patterns: readonly Pattern[], rule: CaseRule): boolean {
  return patterns.some((pattern) => matchPattern(text, pattern, rule));
}
