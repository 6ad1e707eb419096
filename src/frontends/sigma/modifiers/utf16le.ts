import { encoding, utf16Bytes } from './encoding.ts';

/** UTF-16, the low byte first. */
export const utf16le = encoding('utf16le', (text) => utf16Bytes(text, true));
