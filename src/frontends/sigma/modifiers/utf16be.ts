import { encoding, utf16Bytes } from './encoding.ts';

/** UTF-16, the high byte first. */
export const utf16be = encoding('utf16be', (text) => utf16Bytes(text, false));
