import { encoding, utf16Bytes } from './encoding.ts';

/** Another name of `utf16le` (specification 2.1, "Modifiers"). */
export const wide = encoding('wide', (text) => utf16Bytes(text, true));
