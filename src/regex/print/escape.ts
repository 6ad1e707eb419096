/** Characters that are unseen on a page, or that another writer could take for markup: they are printed as numbers. */
const UNSEEN = /^[\p{C}\p{Z}]$/u;

const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };

/**
 * How a flavour writes characters. `special` get a backslash, unseen ones and `numbered` their number, some controls a name.
 */
export function escaper(
  special: RegExp,
  number: (code: number) => string,
  numbered?: RegExp,
): (code: number) => string {
  return (code) => {
    const char = String.fromCodePoint(code);
    if (code === 0x20) return char;
    if (numbered?.test(char)) return number(code);
    if (special.test(char)) return `\\${char}`;
    return UNSEEN.test(char) ? (NAMED[code] ?? number(code)) : char;
  };
}

export const hex = (code: number, length: number): string => code.toString(16).padStart(length, '0');

/** Operators outside a class, in all flavours. */
export const OPERATORS = /^[\\^$.*+?()[\]{}|]$/;
/** What has a meaning inside a class in some flavour. */
export const CLASS_OPERATORS = /^[\\\]^[&~-]$/;
