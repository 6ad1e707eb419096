import { encoding, utf16Bytes } from './encoding.ts';

/** UTF-16 with a byte order mark, the low byte first: FF FE. */
export const utf16 = encoding('utf16', (text) => utf16Bytes(`\ufeff${text}`, true));
