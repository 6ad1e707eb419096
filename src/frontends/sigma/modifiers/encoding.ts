import { type Modifier, textModifier, withParts } from './modifier.ts';

/** A modifier that writes each run of text as bytes, one character a byte; wildcards stay. */
export const encoding = (name: string, encode: (text: string) => Uint8Array): Modifier =>
  textModifier(name, (text) => ({
    ...withParts(
      text,
      text.parts.map((part) => (part.kind === 'lit' ? { kind: 'lit', text: latin1(encode(part.text)) } : part)),
    ),
    bytes: true,
  }));

/** Bytes as the characters of the same numbers. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** The UTF-16 units of a text as bytes. */
export function utf16Bytes(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
}
