import type { Rule } from '../ir/rule.ts';
import type { EmitOptions } from './backend.ts';

const LONGEST = 200;

/** One line of plain text: control and format characters and line ends become blanks, long text is cut. */
function oneLine(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}

/**
 * What an output says of its rule in comments, one line each, where comments are wanted: title, id, severity, tags, licence, remarks. The lines hold no control characters;
 * a backend's comment function still has to see that none of them can end the comment.
 */
export function headerLines(
  { metadata }: Rule,
  { comments, remarks = [] }: Pick<EmitOptions, 'comments' | 'remarks'>,
): readonly string[] {
  if (!comments) return [];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['title', metadata.name],
    ['id', metadata.ruleId],
    ['severity', metadata.severity],
    ['tags', metadata.tags?.join(', ')],
    ['license', metadata.license],
  ];
  return [
    ...facts.flatMap(([label, value]) => (value ? [`${label}: ${oneLine(value)}`] : [])),
    ...remarkLines({ remarks }),
  ];
}

/** The remarks alone, for a target whose text has places of its own for the rest. */
export const remarkLines = ({ remarks = [] }: Pick<EmitOptions, 'remarks'>): readonly string[] => remarks.map(oneLine);
