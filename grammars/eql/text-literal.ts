/** Which of the forms of quoted text an image has. Only the first two are EQL. */
export type TextForm = 'plain' | 'raw' | 'single' | 'question';

export function textForm(image: string): TextForm {
  if (image.startsWith('"""')) return 'raw';
  if (image.startsWith('"')) return 'plain';
  return image.startsWith("'") ? 'single' : 'question';
}

const FENCE: { readonly [F in TextForm]: readonly [opening: number, closing: number] } = {
  plain: [1, 1],
  raw: [3, 3],
  single: [1, 1],
  question: [2, 1],
};

function isEscapedAtEnd(image: string): boolean {
  let backslashes = 0;
  while (image.charCodeAt(image.length - 2 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

/** True when the quotes that open the text also close it. */
export function isClosed(image: string): boolean {
  const form = textForm(image);
  const [opening, closing] = FENCE[form];
  const quote = image.charAt(opening - 1);
  if (image.length < opening + closing || !image.endsWith(quote)) return false;
  return form === 'raw' ? image.endsWith('"""') : !isEscapedAtEnd(image);
}

const SIMPLE: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const ESCAPE = /\\(?:u\{([0-9a-fA-F]*)\}|([\s\S]?))/g;

const isCharacter = (code: number): boolean => code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);

function decode(whole: string, digits: string | undefined, letter: string | undefined): string {
  if (digits === undefined) return SIMPLE[letter ?? ''] ?? whole;
  const code = Number.parseInt(digits.slice(0, 16), 16);
  return isCharacter(code) ? String.fromCodePoint(code) : whole;
}

/** The value of quoted text. What `escapeFault` complains of stays as it is written. */
export function textValue(image: string): string {
  const form = textForm(image);
  const [opening, closing] = FENCE[form];
  const inner = isClosed(image) ? image.slice(opening, -closing) : image.slice(opening);
  if (form === 'raw' || form === 'question' || !inner.includes('\\')) return inner;
  return inner.replace(ESCAPE, decode);
}

/** A wrong escape as `written`, and the part of the text to show, counted from its opening quote. */
export interface EscapeFault {
  readonly code: 'eql/escape-unknown' | 'eql/escape-digits' | 'eql/escape-surrogate' | 'eql/escape-range';
  readonly written: string;
  readonly start: number;
  readonly end: number;
}

function codePointCode(digits: string): EscapeFault['code'] | undefined {
  if (digits.length < 2 || digits.length > 8) return 'eql/escape-digits';
  const code = Number.parseInt(digits, 16);
  if (isCharacter(code)) return undefined;
  return code > 0x10ffff ? 'eql/escape-range' : 'eql/escape-surrogate';
}

/**
 * The first wrong escape of a `"…"` text. One that is none shows from the opening quote on, where Elasticsearch gives up
 * the token; a well-formed one with a bad code point shows alone.
 */
export function escapeFault(image: string): EscapeFault | undefined {
  for (const found of image.matchAll(ESCAPE)) {
    const [written, digits, letter = ''] = found;
    const end = found.index + written.length;
    const code = digits ? codePointCode(digits) : SIMPLE[letter] === undefined ? 'eql/escape-unknown' : undefined;
    if (code) return { code, written, start: code === 'eql/escape-unknown' ? 0 : found.index, end };
  }
  return undefined;
}
