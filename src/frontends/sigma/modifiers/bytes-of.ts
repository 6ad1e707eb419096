import type { SigmaText } from '../value.ts';
import { type Use, withoutWildcards } from './modifier.ts';

/** The bytes to encode: those an encoding made, or UTF-8. Wildcards have no bytes. */
export function bytesOf(text: SigmaText, use: Use): Uint8Array | undefined {
  const plain = withoutWildcards(text, use);
  if (plain === undefined) return undefined;
  return text.bytes ? Uint8Array.from(plain, (char) => char.charCodeAt(0)) : new TextEncoder().encode(plain);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard alphabet with padding (RFC 4648, section 4). */
export function base64Text(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const bits = (a << 16) | (b << 8) | c;
    for (const shift of [18, 12, 6, 0]) text += ALPHABET.charAt((bits >> shift) & 63);
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - padding) + '='.repeat(padding);
}
