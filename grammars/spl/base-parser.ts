import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type TokenType,
  tokenLabel,
} from 'chevrotain';
import type { SourceText, Span } from '../../src/text/source-text.ts';
import { vocabulary } from './tokens.ts';

const labels = (types: readonly TokenType[]): string => {
  const names = [...new Set(types.map((type) => tokenLabel(type)))].filter((name) => name !== 'ImplicitSearch');
  return names.length > 5 ? '' : names.join(' or ');
};

const firsts = (paths: TokenType[][]): TokenType[] => paths.flatMap(([first]) => (first ? [first] : []));

/** The message of a parser error is only what was expected; the sentence around it stands in the catalogue. */
const expected: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected: type }) => labels([type]),
  buildNotAllInputParsedMessage: () => 'the end',
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => labels(expectedPathsPerAlt.flatMap(firsts)),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => labels(firsts(expectedIterationPaths)),
};

/** The text between the quotes of a token. */
export const unquote = (token: IToken): string => token.image.slice(1, -1);

/** What the rules of every part of SPL need: the source that the spans speak of. */
export abstract class BaseParser extends EmbeddedActionsParser {
  source: SourceText | undefined;

  constructor() {
    super(vocabulary, { maxLookahead: 2, recoveryEnabled: false, errorMessageProvider: expected });
  }

  /** The span from one token to another, or to the last that was read. */
  protected between(first: IToken, last: IToken = this.LA(0)): Span {
    // While the grammar is recorded there is neither a source nor a real token.
    const source = this.source as SourceText;
    const end = Number.isNaN(last.startOffset) ? first.startOffset : last.startOffset + last.image.length;
    return { source, start: first.startOffset, end: Math.max(end, first.startOffset) };
  }

  /** From a span to the last token that was read. */
  protected around(from: Span): Span {
    return { ...from, end: this.between(this.LA(0)).end };
  }
}
