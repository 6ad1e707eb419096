/** A border between `[0-9A-Za-z_]` and the rest, where a flavour's own `\b` means other letters too. */
const WORD = '[0-9A-Za-z_]';

export const wordBorder = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
export const noWordBorder = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;

/** Line tests by look-around, for flavours whose own know other line ends. */
export const lineStart = '(?<![^\\n])';
export const lineEnd = '(?![^\\n])';
