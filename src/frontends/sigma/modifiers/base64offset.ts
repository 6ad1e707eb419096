import { base64Text, bytesOf } from './bytes-of.ts';
import { expansion, textModifier } from './modifier.ts';

/** How many characters hang on what stands before the value, by its distance from a border of three bytes. */
const BEFORE = [0, 2, 3];
/** How many hang on what stands behind, by the bytes that the last group of three has. */
const BEHIND = [0, 3, 2];

function atOffset(bytes: Uint8Array, offset: number): string {
  const padded = new Uint8Array(offset + bytes.length);
  padded.set(bytes, offset);
  const text = base64Text(padded);
  return text.slice(BEFORE[offset] ?? 0, text.length - (BEHIND[padded.length % 3] ?? 0));
}

/** The value as it looks inside a longer text in Base64, at each of the three distances from a border of three bytes. */
export const base64offset = textModifier('base64offset', (text, use) => {
  const bytes = bytesOf(text, use);
  if (!bytes) return undefined;
  const variants = [0, 1, 2].map((offset) => [{ kind: 'lit', text: atOffset(bytes, offset) } as const]);
  return expansion({ ...text, bytes: false }, variants, use);
});
