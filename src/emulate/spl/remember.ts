const LIMIT = 1000;

/** Remembers results by text, so that a pattern written once is compiled once. Forgets everything when it holds too much. */
export function remember<T>(make: (text: string) => T, limit = LIMIT): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.value;
    if (known.size >= limit) known.clear();
    const value = make(text);
    known.set(text, { value });
    return value;
  };
}
