import type { Rule } from '../ir/rule.ts';

const LONGEST = 200;

/** One line of plain text: control and format characters and line ends become blanks, long text is cut. */
function oneLine(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}

/**
 * What an output says of its rule in comments, one line each: title, id, severity, tags, licence. The lines hold no control characters;
 * a backend's comment function still has to see that none of them can end the comment.
 */
export function headerLines({ metadata }: Rule): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['title', metadata.name],
    ['id', metadata.ruleId],
    ['severity', metadata.severity],
    ['tags', metadata.tags?.join(', ')],
    ['license', metadata.license],
  ];
  return facts.flatMap(([label, value]) => (value ? [`${label}: ${oneLine(value)}`] : []));
}
