import type { IToken } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Slice } from '../../src/text/slice.ts';
import type { Span } from '../../src/text/source-text.ts';
import { MAX_DIGITS } from './build-ast.ts';
import { escapeFault, isClosed, type TextForm, textForm } from './text-literal.ts';
import { Decimal, Integer, type Lexed, QuotedName, Text } from './tokens.ts';

/** Tokens from `trusted` on no longer say what the text says; a syntax error there would be guesswork. */
export interface LexicalFaults {
  readonly diagnostics: readonly Diagnostic[];
  readonly trusted: number | undefined;
}

const FORMS: { readonly [F in TextForm]: 'eql/single-quotes' | 'eql/question-string' | undefined } = {
  plain: undefined,
  raw: undefined,
  single: 'eql/single-quotes',
  question: 'eql/question-string',
};

class Findings {
  readonly diagnostics: Diagnostic[] = [];
  trusted: number | undefined;
  readonly #slice: Slice;

  constructor(slice: Slice) {
    this.#slice = slice;
  }

  #span(token: IToken): Span {
    return this.#slice.span(token.startOffset, token.startOffset + token.image.length);
  }

  #lose(offset: number): void {
    this.trusted = Math.min(this.trusted ?? offset, offset);
  }

  text(token: IToken): void {
    const { image, startOffset } = token;
    const form = textForm(image);
    const code = FORMS[form];
    if (code) this.diagnostics.push(diagnostic(code, {}, this.#span(token)));
    if (!isClosed(image)) {
      this.#lose(startOffset);
      this.diagnostics.push(diagnostic('eql/string-unclosed', { raw: form === 'raw' }, this.#span(token)));
    }
    if (form !== 'plain' || !image.includes('\\')) return;
    const fault = escapeFault(image);
    if (fault) {
      const span = this.#slice.span(startOffset + fault.start, startOffset + fault.end);
      this.diagnostics.push(diagnostic(fault.code, { written: fault.written }, span));
    }
  }

  quotedName(token: IToken): void {
    if (token.image.length > 1 && token.image.endsWith('`')) return;
    // Names run over lines, so the backticks before this one may be paired wrongly.
    this.#lose(0);
    this.diagnostics.push(diagnostic('eql/name-unclosed', {}, this.#span(token)));
  }

  number(token: IToken): void {
    const long = token.image.length > MAX_DIGITS;
    if (long) this.diagnostics.push(diagnostic('eql/number-too-long', { digits: MAX_DIGITS }, this.#span(token)));
    else if (!Number.isFinite(Number(token.image)) && token.tokenType === Decimal) {
      this.diagnostics.push(diagnostic('eql/number-too-large', {}, this.#span(token)));
    }
  }

  stray(token: IToken): void {
    this.#lose(token.startOffset);
    this.diagnostics.push(diagnostic('eql/stray-character', { text: token.image }, this.#span(token)));
  }

  unclosedComment(token: IToken): void {
    this.#lose(token.startOffset);
    this.diagnostics.push(
      diagnostic('eql/comment-unclosed', {}, this.#slice.span(token.startOffset, token.startOffset + 2)),
    );
  }
}

/** Everything that is wrong with single tokens. */
export function lexicalFaults(lexed: Lexed, slice: Slice): LexicalFaults {
  const found = new Findings(slice);
  for (const token of lexed.tokens) {
    const type = token.tokenType;
    if (type === Text) found.text(token);
    else if (type === QuotedName) found.quotedName(token);
    else if (type === Integer || type === Decimal) found.number(token);
  }
  for (const stray of lexed.strays) found.stray(stray);
  if (lexed.unclosedComment) found.unclosedComment(lexed.unclosedComment);
  return found;
}
