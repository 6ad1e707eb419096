import { asText } from './read.ts';

/** Whether some scalar of an event, at any depth, passes a test as text. Each object is looked at once, so that no event is endless. */
export function someText(event: unknown, test: (text: string) => boolean): boolean {
  const open: unknown[] = [event];
  const seen = new Set<object>();
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'object' && value !== null) {
      if (seen.size === seen.add(value).size) continue;
      for (const inside of Object.values(value)) open.push(inside);
    } else {
      const text = asText(value);
      if (text !== null && test(text)) return true;
    }
  }
  return false;
}
