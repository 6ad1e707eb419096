import type { Pattern, PatternPart } from '../../src/ir/pattern.ts';

/**
 * Literal text as Sigma reads it back. A backslash that stands alone before an ordinary character, or at the end of the value, is itself
 * and stays single, as the published rules write it; every other one is doubled (specification 2.1, "Wildcards and escaping").
 */
function escapeLiteral(text: string, atEnd: boolean): string {
  return text.replace(/\\+|[*?]/g, (run, offset: number) => {
    if (!run.startsWith('\\')) return `\\${run}`;
    const next = text[offset + run.length];
    const plain = next === undefined ? atEnd : next !== '*' && next !== '?';
    return run.length === 1 && plain ? run : run.repeat(2);
  });
}

const WILDCARDS = { any: '*', one: '?' } as const;

/** A pattern as a value of Sigma: `*`, `?`, and everything else literal. */
export function patternText(parts: Pattern): string {
  return parts
    .map((part, i) => (part.kind === 'lit' ? escapeLiteral(part.text, i === parts.length - 1) : WILDCARDS[part.kind]))
    .join('');
}

export type Affix = 'contains' | 'startswith' | 'endswith';

/** A pattern as the modifier that says its ends and the value that is left. A pattern of wildcards only stays whole. */
export function affixed(parts: Pattern): { readonly modifier?: Affix; readonly value: string } {
  const isAny = (part: PatternPart | undefined): boolean => part?.kind === 'any';
  const front = isAny(parts[0]);
  const back = isAny(parts.at(-1));
  if (!parts.some((part) => part.kind === 'lit') || (!front && !back)) return { value: patternText(parts) };
  const value = patternText(parts.slice(front ? 1 : 0, back ? -1 : undefined));
  return { modifier: front && back ? 'contains' : front ? 'endswith' : 'startswith', value };
}

/** A key of YAML has at most 1024 characters (YAML 1.2, section 8.2.2); modifiers need a few, an escape has six. */
const LONGEST_KEY = 960;

/** Whether a field has a spelling as the key of an item: it is split at every `|`, and an empty one is a keyword. */
export const canName = (name: string): boolean =>
  name !== '' &&
  name.length <= LONGEST_KEY &&
  !name.includes('|') &&
  name.isWellFormed() &&
  name.replace(/[^ -~]|['"\\]/g, '\\u0000').length <= LONGEST_KEY;

/** Whether a field can be the value of `fieldref`, which holds no wildcards. */
export const canRefer = (name: string): boolean => name !== '' && !/[*?\\]/.test(name) && name.isWellFormed();
