import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type TokenType,
  tokenLabel,
} from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { Slice } from '../../src/text/slice.ts';
import { cover, SourceText, type Span } from '../../src/text/source-text.ts';
import type { SigmaCondition } from './ast.ts';
import * as t from './tokens.ts';

const labels = (types: readonly TokenType[]): string =>
  [...new Set(types.map((type) => tokenLabel(type)))].join(', ').replace(/, ([^,]*)$/, ' or $1');
const firsts = (paths: TokenType[][]): TokenType[] => paths.flatMap(([first]) => (first ? [first] : []));

/** The message of a parser error is only what was expected; the sentence around it stands in the catalogue. */
const expected: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected: type }) => labels([type]),
  buildNotAllInputParsedMessage: () => '`and`, `or` or the end',
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => labels(expectedPathsPerAlt.flatMap(firsts)),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => labels(firsts(expectedIterationPaths)),
};

const NOWHERE = new Slice(new SourceText('', ''), '', [{ at: 0, file: 0 }]);
const QUANTIFIERS: ReadonlyMap<string, 'one' | 'all'> = new Map([
  ['1', 'one'],
  ['any', 'one'],
  ['all', 'all'],
]);

/** The grammar of conditions (Sigma 2.1, "Condition"). Rules build the tree themselves; each binds tighter than the one before. */
export class SigmaConditionParser extends EmbeddedActionsParser {
  #slice = NOWHERE;
  #problems: Diagnostic[] = [];

  /** The grammar is checked for ambiguities by a test, not at every start. */
  constructor(skipValidations = true) {
    super(t.visibleTokens, { maxLookahead: 2, errorMessageProvider: expected, skipValidations });
    this.performSelfAnalysis();
  }

  /** `problems` are refusals of what could be read. */
  read(tokens: IToken[], slice: Slice): { value: SigmaCondition | undefined; problems: Diagnostic[] } {
    this.#slice = slice;
    this.#problems = [];
    this.input = tokens;
    const value = this.condition();
    return { value: this.errors.length > 0 ? undefined : value, problems: this.#problems };
  }

  // condition := conjunction { "or" conjunction }
  readonly condition = this.RULE('condition', (): SigmaCondition => {
    const parts: SigmaCondition[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Or, DEF: () => parts.push(this.SUBRULE(this.conjunction)) });
    return chained('or', parts);
  });

  // conjunction := operand { "and" operand }
  readonly conjunction = this.RULE('conjunction', (): SigmaCondition => {
    const parts: SigmaCondition[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.And, DEF: () => parts.push(this.SUBRULE(this.operand)) });
    return chained('and', parts);
  });

  // operand := "not" operand | "(" condition ")" | quantifier "of" target | name
  readonly operand = this.RULE(
    'operand',
    (): SigmaCondition =>
      this.OR<SigmaCondition>([
        { ALT: () => this.SUBRULE(this.negation) },
        { ALT: () => this.SUBRULE(this.group) },
        { ALT: () => this.SUBRULE(this.quantified) },
        { ALT: () => this.#name(this.CONSUME(t.Word)) },
      ]),
  );

  readonly negation = this.RULE('negation', (): SigmaCondition => {
    const word = this.CONSUME(t.Not);
    const inner = this.SUBRULE(this.operand);
    return this.ACTION(() => ({ kind: 'not', inner, span: cover(this.#span(word), inner.span) }));
  });

  readonly group = this.RULE('group', (): SigmaCondition => {
    this.CONSUME(t.LeftParen);
    const inner = this.SUBRULE(this.condition);
    this.CONSUME(t.RightParen);
    return inner;
  });

  readonly quantified = this.RULE('quantified', (): SigmaCondition => {
    const word = this.CONSUME(t.Word);
    this.CONSUME(t.Of);
    const target = this.CONSUME2(t.Word);
    const quantifier = QUANTIFIERS.get(word.image);
    if (quantifier === undefined)
      this.#problems.push(diagnostic('sigma/quantifier', { word: word.image }, this.#span(word)));
    return {
      kind: 'of',
      quantifier: quantifier ?? 'one',
      ...(target.image !== 'them' && { pattern: target.image }),
      span: this.#span(word, target),
    };
  });

  #name(word: IToken): SigmaCondition {
    if (word.image.includes('*'))
      this.#problems.push(diagnostic('sigma/pattern-alone', { pattern: word.image }, this.#span(word)));
    return { kind: 'name', name: word.image, span: this.#span(word) };
  }

  #span(first: IToken, last = first): Span {
    return this.#slice.span(first.startOffset, last.startOffset + last.image.length);
  }
}

function chained(kind: 'and' | 'or', parts: readonly SigmaCondition[]): SigmaCondition {
  const [first] = parts;
  const last = parts.at(-1);
  // While the grammar is recorded there is no part at all; nobody looks at what is returned then.
  if (!first || !last) return { kind, parts, span: NOWHERE.span(0, 0) };
  return parts.length === 1 ? first : { kind, parts, span: cover(first.span, last.span) };
}
