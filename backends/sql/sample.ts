import type { Pattern } from '../../src/ir/pattern.ts';

/** A text that fits a pattern. */
export function samplePattern(pattern: Pattern): string {
  return pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? '-' : '')).join('');
}
