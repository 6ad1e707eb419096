/** A pattern of `search`: texts between stars. `['a', 'b']` is `a*b`; one text has no star. */
export type StarPattern = readonly string[];

export const starPattern = (text: string): StarPattern => text.split('*');

/** Whether the whole text fits. Leftmost fits for the middle texts suffice, so the time is linear. */
export function fitsStars(pattern: StarPattern, text: string): boolean {
  const [first = '', ...rest] = pattern;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
