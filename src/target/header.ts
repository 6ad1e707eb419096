import type { Rule, RuleMetadata } from '../ir/rule.ts';
import type { EmitOptions } from './backend.ts';

const LONGEST = 200;

/** One line of plain text: control and format characters and line ends become blanks, long text is cut. */
function oneLine(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}

function writtenFacts(metadata: RuleMetadata): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['title', metadata.name],
    ['id', metadata.ruleId],
    ['severity', metadata.severity],
    ['tags', metadata.tags?.join(', ')],
    ['license', metadata.license],
  ];
  return facts.flatMap(([label, value]) => (value ? [`${label}: ${oneLine(value)}`] : []));
}

const known = new WeakMap<RuleMetadata, readonly string[]>();

/** The same lines for every target. */
function factLines(metadata: RuleMetadata): readonly string[] {
  const written = known.get(metadata) ?? writtenFacts(metadata);
  known.set(metadata, written);
  return written;
}

/**
 * What an output says of its rule in comments, one line each, where comments are wanted: title, id, severity, tags, licence, remarks. The lines hold no control characters;
 * a backend's comment function still has to see that none of them can end the comment.
 */
export function headerLines(
  { metadata }: Rule,
  { comments, remarks = [] }: Pick<EmitOptions, 'comments' | 'remarks'>,
): readonly string[] {
  return comments ? [...factLines(metadata), ...remarkLines({ remarks })] : [];
}

/** The remarks alone, for a target whose text has places of its own for the rest. */
export const remarkLines = ({ remarks = [] }: Pick<EmitOptions, 'remarks'>): readonly string[] => remarks.map(oneLine);
