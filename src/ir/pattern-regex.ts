import type { Regex, RegexNode } from '../regex/tree.ts';
import type { Pattern, PatternPart } from './pattern.ts';
import type { CaseRule } from './value.ts';

const ALL: RegexNode = { kind: 'chars', ranges: [{ from: 0, to: 0x10ffff }] };

const char = (code: number): RegexNode => ({ kind: 'chars', ranges: [{ from: code, to: code }] });

function nodesOf(part: PatternPart): readonly RegexNode[] {
  if (part.kind === 'lit') return [...part.text].map((text) => char(text.codePointAt(0) ?? 0));
  return [part.kind === 'one' ? ALL : { kind: 'repeat', body: ALL, min: 0 }];
}

/** The regular expression that covers exactly what a pattern covers, for targets without words for the pattern. */
export function patternRegex(pattern: Pattern, caseRule: CaseRule): Regex {
  const parts = pattern.flatMap(nodesOf);
  const source = pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'any' ? '*' : '?')).join('');
  return { node: { kind: 'concat', parts }, anchoring: 'whole', caseRule, source, flavour: 'lucene' };
}
