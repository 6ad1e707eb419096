import { isStoredName } from './lexical.ts';

/** https://learn.microsoft.com/azure/sentinel/scheduled-rules-overview */
const SENTINEL_LONGEST = 10_000;

/** What the platforms must offer, or do not. */
export function requirements(text: string, names: readonly string[]): readonly string[] {
  const odd = names.filter((name) => !isStoredName(name));
  return [
    ...(odd.length > 0
      ? [`a table, view or function with columns of these names, which stored columns can't have: ${odd.join(', ')}`]
      : []),
    ...(text.length > SENTINEL_LONGEST
      ? [
          `a platform that takes queries of ${text.length} characters: a rule of Microsoft Sentinel has at most ${SENTINEL_LONGEST}`,
        ]
      : []),
  ];
}
