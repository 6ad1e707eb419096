import { foldSimple } from '../../../base/fold.ts';

/** The letters whose simple upper or lower case is an ASCII letter (Unicode Character Database, UnicodeData.txt). */
const TO_ASCII: Readonly<Record<string, string>> = { '\u212a': 'k', '\u017f': 's', '\u0130': 'i', '\u0131': 'i' };

/** Folds by all of Unicode: what a comparison by upper and by lower case takes for an ASCII letter is one, too. */
export const foldAll = (text: string): string =>
  foldSimple(text).replace(/[\u212a\u017f\u0130\u0131]/g, (char) => TO_ASCII[char] ?? char);
