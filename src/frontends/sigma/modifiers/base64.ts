import { base64Text, bytesOf } from './bytes-of.ts';
import { textModifier, withParts } from './modifier.ts';

/** The value in Base64, compared as any text: in either case. */
export const base64 = textModifier('base64', (text, use) => {
  const bytes = bytesOf(text, use);
  return bytes && { ...withParts(text, [{ kind: 'lit', text: base64Text(bytes) }]), bytes: false };
});
