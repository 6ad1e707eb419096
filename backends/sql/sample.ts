import type { Pattern } from '../../src/ir/pattern.ts';

/** A text that fits a pattern; `filler` stands for each wildcard that must or may be filled. */
export function samplePattern(pattern: Pattern, filler?: string): string {
  return pattern
    .map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? (filler ?? '-') : (filler ?? '')))
    .join('');
}
