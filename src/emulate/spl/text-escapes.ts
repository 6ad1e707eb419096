/** What a quoted text of `search` says: `\"`, `\\` and `\|` lose the backslash, every other sequence stays. [SR/search] */
export const unescapeSearch = (raw: string): string => raw.replace(/\\(["\\|])/g, '$1');

/** What a quoted text of `eval` says. A `\|` stays: regular expressions need it. */
export const unescapeEval = (raw: string): string => raw.replace(/\\(["\\])/g, '$1');

/** A quoted text from which only the quotes are freed, so that PCRE reads the backslashes. */
export const unescapeQuotes = (raw: string): string =>
  raw.replace(/\\(["\\])/g, (all, char) => (char === '"' ? char : all));
