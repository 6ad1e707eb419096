import { EmbeddedActionsParser, type IToken, type ParserMethod } from 'chevrotain';
import { type Diagnostic, diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText, type Span } from '../../src/text/source-text.ts';
import type {
  EqlEventQuery,
  EqlExpression,
  EqlField,
  EqlIn,
  EqlLiteral,
  EqlMatch,
  EqlMaxspan,
  EqlPipe,
  EqlQuery,
  EqlRuns,
  EqlStatement,
  EqlTerm,
} from './ast.ts';
import {
  arithmeticOperator,
  booleanNode,
  callNode,
  categoryNode,
  compareOperator,
  decimalNode,
  fieldNode,
  integerNode,
  matchOperator,
  nameText,
  nullNode,
  signOperator,
  stringNode,
} from './build-ast.ts';
import { expectations } from './expectations.ts';
import { type Clauses, isCounting, joinedNode, keyFields, maxspanNode, pipeNode, runsNode } from './structure.ts';
import * as t from './tokens.ts';

/** A test without the value it tests. */
type Tail = Omit<EqlMatch, 'subject' | 'span'> | Omit<EqlIn, 'subject' | 'span'>;

const NOWHERE = new Slice(new SourceText('', ''), '', [{ at: 0, file: 0 }]);

/**
 * The grammar of Elasticsearch EQL. Rules build the tree themselves: without the concrete syntax tree between, the 647
 * production rules parse in half the time, and each rule reads as its production.
 * One token of look-ahead decides everywhere. `condition` to `test` bind tighter and tighter (semantics: eql.md, 2).
 */
export class EqlParser extends EmbeddedActionsParser {
  #slice = NOWHERE;
  #problems: Diagnostic[] = [];

  /** The grammar is checked for ambiguities by a test, not at every start: that takes half of the time of a start. */
  constructor(skipValidations = true) {
    super([...t.visibleTokens], { maxLookahead: 1, errorMessageProvider: expectations, skipValidations });
    this.performSelfAnalysis();
  }

  /** Reads `tokens` of `slice` by one rule; `problems` are refusals of what could be read. */
  read<T>(rule: ParserMethod<[], T>, tokens: IToken[], slice: Slice): { value: T | undefined; problems: Diagnostic[] } {
    this.#slice = slice;
    this.#problems = [];
    this.input = tokens;
    const value = rule.call(this);
    return { value: this.errors.length > 0 ? undefined : value, problems: this.#problems };
  }

  // statement := query pipe*
  readonly statement = this.RULE('statement', (): EqlStatement => {
    const start = this.LA(1);
    const query = this.SUBRULE(this.query);
    const pipes: EqlPipe[] = [];
    this.MANY(() => {
      const pipe = this.SUBRULE(this.pipe);
      if (pipe) pipes.push(pipe);
    });
    return { kind: 'statement', query, pipes, span: this.#from(start) };
  });

  // query := joined | eventQuery
  readonly query = this.RULE(
    'query',
    (): EqlQuery =>
      this.OR<EqlQuery>([{ ALT: () => this.SUBRULE(this.joined) }, { ALT: () => this.SUBRULE(this.eventQuery) }]),
  );

  // eventQuery := category "where" condition
  readonly eventQuery = this.RULE('eventQuery', (): EqlEventQuery => {
    const start = this.LA(1);
    const category = this.SUBRULE(this.category);
    this.CONSUME(t.Where);
    const condition = this.SUBRULE(this.condition);
    return { kind: 'event', category, condition, span: this.#from(start) };
  });

  // category := "any" | Name | Text
  readonly category = this.RULE('category', () => {
    const token = this.OR([
      { ALT: () => this.CONSUME(t.Any) },
      { ALT: () => this.CONSUME(t.Name) },
      { ALT: () => this.CONSUME(t.Text) },
    ]);
    return this.ACTION(() => categoryNode(token.image, this.#span(token)));
  });

  // joined := ("sequence" | "sample" | "join") keys? maxspan? term+ ("until" term)?, and `keys` in the wrong place
  readonly joined = this.RULE('joined', (): EqlQuery => {
    const keyword = this.OR([
      { ALT: () => this.CONSUME(t.Sequence) },
      { ALT: () => this.CONSUME(t.Sample) },
      { ALT: () => this.CONSUME(t.Join) },
    ]);
    const keys = this.OPTION(() => this.SUBRULE(this.keys)) ?? [];
    const maxspan = this.OPTION2(() => this.SUBRULE(this.maxspan));
    const late = this.OPTION3(() => this.SUBRULE2(this.keys));
    if (late) this.#refuse(diagnostic('eql/by-after-with', {}, this.#from(keyword)));
    const terms: EqlTerm[] = [];
    this.AT_LEAST_ONE(() => terms.push(this.SUBRULE(this.term)));
    const until = this.OPTION4(() => {
      this.CONSUME(t.Until);
      return this.SUBRULE2(this.term);
    });
    const clauses: Clauses = { keys: late ?? keys, maxspan, terms, until };
    return this.ACTION(() =>
      joinedNode(keyword.image, this.#span(keyword), clauses, this.#from(keyword), this.#refuse),
    );
  });

  // keys := "by" sum ("," sum)*
  readonly keys = this.RULE('keys', (): readonly EqlField[] => {
    const keys: EqlExpression[] = [];
    this.CONSUME(t.By);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => keys.push(this.SUBRULE(this.sum)) });
    return this.ACTION(() => keyFields(keys, this.#refuse));
  });

  // maxspan := "with" "maxspan" "=" number Name?
  readonly maxspan = this.RULE('maxspan', (): EqlMaxspan => {
    const start = this.CONSUME(t.With);
    this.CONSUME(t.Maxspan);
    this.CONSUME(t.Assign);
    const amount = this.SUBRULE(this.number);
    const unit = this.OPTION(() => this.CONSUME(t.Name));
    return this.ACTION(() =>
      maxspanNode(amount, unit && { text: unit.image, span: this.#span(unit) }, this.#from(start), this.#refuse),
    );
  });

  // term := ("[" | "![") eventQuery "]" keys? runs?, and `keys` in the wrong place
  readonly term = this.RULE('term', (): EqlTerm => {
    const open = this.OR([{ ALT: () => this.CONSUME(t.Open) }, { ALT: () => this.CONSUME(t.MissingOpen) }]);
    const query = this.SUBRULE(this.eventQuery);
    this.CONSUME(t.Close);
    const keys = this.OPTION(() => this.SUBRULE(this.keys)) ?? [];
    const runs = this.OPTION2(() => this.SUBRULE(this.runs));
    const late = this.OPTION3(() => this.SUBRULE2(this.keys));
    const span = this.#from(open);
    if (late) this.#refuse(diagnostic('eql/by-after-with', {}, span));
    return { kind: 'term', missing: open.image === '![', query, keys: late ?? keys, ...(runs && { runs }), span };
  });

  // runs := "with" "runs" "=" number
  readonly runs = this.RULE('runs', (): EqlRuns => {
    const start = this.CONSUME(t.With);
    const name = this.CONSUME(t.Name);
    this.CONSUME(t.Assign);
    const count = this.SUBRULE(this.number);
    return this.ACTION(() => {
      if (name.image !== 'runs') this.#refuse(diagnostic('eql/unknown-option', { name: name.image }, this.#span(name)));
      return runsNode(count, this.#from(start), this.#refuse);
    });
  });

  // pipe := "|" Name (condition ("," condition)*)?, where a pipe that is refused may have anything behind its name
  readonly pipe = this.RULE('pipe', (): EqlPipe | undefined => {
    const start = this.CONSUME(t.Pipe);
    const name = this.CONSUME(t.Name);
    const counts = isCounting(name.image);
    const args: EqlExpression[] = [];
    this.OPTION({
      GATE: () => counts,
      DEF: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => args.push(this.SUBRULE(this.condition)) }),
    });
    this.MANY({ GATE: () => !counts, DEF: () => this.SUBRULE(this.ignored) });
    return this.ACTION(() => pipeNode(name.image, this.#span(name), args, this.#from(start), this.#refuse));
  });

  readonly ignored = this.RULE('ignored', () => {
    this.OR(t.visibleTokens.filter((type) => type !== t.Pipe).map((type) => ({ ALT: () => this.CONSUME(type) })));
  });

  // expression := condition, alone
  readonly expression = this.RULE('expression', (): EqlExpression => this.SUBRULE(this.condition));

  // condition := conjunction ("or" conjunction)*
  readonly condition = this.RULE('condition', (): EqlExpression => {
    const start = this.LA(1);
    const operands: EqlExpression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Or, DEF: () => operands.push(this.SUBRULE(this.conjunction)) });
    const [only] = operands;
    return only && operands.length === 1 ? only : { kind: 'or', operands, span: this.#from(start) };
  });

  // conjunction := negation ("and" negation)*
  readonly conjunction = this.RULE('conjunction', (): EqlExpression => {
    const start = this.LA(1);
    const operands: EqlExpression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.And, DEF: () => operands.push(this.SUBRULE(this.negation)) });
    const [only] = operands;
    return only && operands.length === 1 ? only : { kind: 'and', operands, span: this.#from(start) };
  });

  // negation := "not"* sum (Compare sum)?
  readonly negation = this.RULE('negation', (): EqlExpression => {
    const nots: IToken[] = [];
    this.MANY(() => nots.push(this.CONSUME(t.Not)));
    const start = this.LA(1);
    const left = this.SUBRULE(this.sum);
    const compared = this.OPTION((): EqlExpression => {
      const operator = compareOperator(this.SUBRULE(this.comparator).image);
      const right = this.SUBRULE2(this.sum);
      return { kind: 'compare', operator, left, right, span: this.#from(start) };
    });
    this.MANY2(() => {
      const operator = this.SUBRULE2(this.comparator);
      this.#refuse(diagnostic('eql/comparison-chain', { operator: operator.image }, this.#span(operator)));
      this.SUBRULE3(this.sum);
    });
    return nots.reduceRight(
      (operand, not): EqlExpression => ({ kind: 'not', operand, span: this.#from(not) }),
      compared ?? left,
    );
  });

  readonly comparator = this.RULE(
    'comparator',
    (): IToken =>
      this.OR([
        { ALT: () => this.CONSUME(t.Compare) },
        {
          ALT: () => {
            const equals = this.CONSUME(t.Assign);
            this.#refuse(diagnostic('eql/single-equals', {}, this.#span(equals)));
            return equals;
          },
        },
      ]),
  );

  // sum := product (("+" | "-") product)*
  readonly sum = this.RULE('sum', (): EqlExpression => {
    const start = this.LA(1);
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      const operator = arithmeticOperator(this.CONSUME(t.Sign).image);
      const right = this.SUBRULE2(this.product);
      left = { kind: 'arithmetic', operator, left, right, span: this.#from(start) };
    });
    return left;
  });

  // product := test (("*" | "/" | "%") test)*
  readonly product = this.RULE('product', (): EqlExpression => {
    const start = this.LA(1);
    let left = this.SUBRULE(this.test);
    this.MANY(() => {
      const operator = arithmeticOperator(this.CONSUME(t.Factor).image);
      const right = this.SUBRULE2(this.test);
      left = { kind: 'arithmetic', operator, left, right, span: this.#from(start) };
    });
    return left;
  });

  // test := ("-" | "+")* (literal | named | quoted | optional | tilde | "(" condition ")") tail?
  readonly test = this.RULE('test', (): EqlExpression => {
    const signs: IToken[] = [];
    this.MANY(() => signs.push(this.CONSUME(t.Sign)));
    const start = this.LA(1);
    const subject = this.OR<EqlExpression>([
      { ALT: () => this.SUBRULE(this.literal) },
      { ALT: () => this.SUBRULE(this.named) },
      { ALT: () => this.SUBRULE(this.quoted) },
      { ALT: () => this.SUBRULE(this.optional) },
      { ALT: () => this.SUBRULE(this.tilde) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          const inner = this.SUBRULE(this.condition);
          this.CONSUME(t.RightParen);
          return inner;
        },
      },
    ]);
    const tail = this.OPTION(() => this.SUBRULE(this.tail));
    const tested: EqlExpression = tail ? { ...tail, subject, span: this.#from(start) } : subject;
    return signs.reduceRight(
      (operand, sign): EqlExpression => ({
        kind: 'sign',
        operator: signOperator(sign.image),
        operand,
        span: this.#from(sign),
      }),
      tested,
    );
  });

  // tail := Match patterns | "not"? "in" arguments
  readonly tail = this.RULE('tail', (): Tail => {
    const not = this.OPTION(() => this.CONSUME(t.Not));
    return this.OR<Tail>([
      {
        ALT: () => {
          const word = this.CONSUME(t.Match);
          const operator = matchOperator(word.image);
          if (not) this.#refuse(diagnostic('eql/negated-match', { operator }, this.#span(not, word)));
          return { kind: 'match', operator, patterns: this.SUBRULE(this.patterns) };
        },
      },
      {
        ALT: () => {
          const insensitive = this.CONSUME(t.In).image === 'in~';
          const open = this.LA(1);
          const values = this.SUBRULE(this.arguments);
          this.#refuseEmpty(values, open);
          return { kind: 'in', values, insensitive, negated: not !== undefined };
        },
      },
    ]);
  });

  // patterns := literal | "(" literal ("," literal)* ")"
  readonly patterns = this.RULE('patterns', (): readonly EqlLiteral[] => {
    const patterns: EqlLiteral[] = [];
    const start = this.LA(1);
    this.OR([
      { ALT: () => patterns.push(this.SUBRULE(this.literal)) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          this.MANY_SEP({ SEP: t.Comma, DEF: () => patterns.push(this.SUBRULE2(this.literal)) });
          this.CONSUME(t.RightParen);
        },
      },
    ]);
    this.#refuseEmpty(patterns, start);
    return patterns;
  });

  // arguments := "(" (condition ("," condition)*)? ")"
  readonly arguments = this.RULE('arguments', (): readonly EqlExpression[] => {
    const values: EqlExpression[] = [];
    this.CONSUME(t.LeftParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => values.push(this.SUBRULE(this.condition)) });
    this.CONSUME(t.RightParen);
    return values;
  });

  readonly tilde = this.RULE('tilde', (): EqlExpression => {
    const name = this.CONSUME(t.TildeName);
    const args = this.SUBRULE(this.arguments);
    return callNode(name.image, this.#span(name), args, this.#from(name));
  });

  // named := Name (arguments | lineage | path)
  readonly named = this.RULE('named', (): EqlExpression => {
    const name = this.CONSUME(t.Name);
    const longer = this.OPTION(() =>
      this.OR<EqlExpression>([
        { ALT: () => this.#field(name.image, this.SUBRULE(this.path), name) },
        {
          ALT: () => {
            const args = this.SUBRULE(this.arguments);
            return callNode(name.image, this.#span(name), args, this.#from(name));
          },
        },
        {
          ALT: () => {
            this.SUBRULE(this.lineage);
            this.#refuse(diagnostic('eql/lineage', { relation: name.image }, this.#span(name)));
            return nullNode(this.#from(name));
          },
        },
      ]),
    );
    return longer ?? this.#field(name.image, [], name);
  });

  // lineage := "of" "[" eventQuery "]", only to be refused
  readonly lineage = this.RULE('lineage', () => {
    this.CONSUME(t.Of);
    this.CONSUME(t.Open);
    this.SUBRULE(this.eventQuery);
    this.CONSUME(t.Close);
  });

  readonly quoted = this.RULE('quoted', (): EqlField => {
    const name = this.CONSUME(t.QuotedName);
    const rest = this.OPTION(() => this.SUBRULE(this.path)) ?? [];
    return this.#field(nameText(name.image), rest, name);
  });

  readonly optional = this.RULE('optional', (): EqlField => {
    const start = this.CONSUME(t.Question);
    const name = this.SUBRULE(this.name);
    const rest = this.OPTION(() => this.SUBRULE(this.path)) ?? [];
    return this.#field(name, rest, start);
  });

  // path := ("." name | ArrayIndex)+
  readonly path = this.RULE('path', (): string[] => {
    const names: string[] = [];
    this.AT_LEAST_ONE(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            names.push(this.SUBRULE(this.name));
          },
        },
        {
          ALT: () => {
            const index = this.CONSUME(t.ArrayIndex);
            this.#refuse(diagnostic('eql/array-index', {}, this.#span(index)));
          },
        },
      ]),
    );
    return names;
  });

  readonly name = this.RULE('name', (): string => {
    const token = this.OR([{ ALT: () => this.CONSUME(t.Name) }, { ALT: () => this.CONSUME(t.QuotedName) }]);
    return this.ACTION(() => nameText(token.image));
  });

  readonly literal = this.RULE(
    'literal',
    (): EqlLiteral =>
      this.OR<EqlLiteral>([
        {
          ALT: () => {
            const text = this.CONSUME(t.Text);
            return stringNode(text.image, this.#span(text));
          },
        },
        { ALT: () => this.SUBRULE(this.number) },
        {
          ALT: () => {
            const truth = this.CONSUME(t.Truth);
            return booleanNode(truth.image, this.#span(truth));
          },
        },
        { ALT: () => nullNode(this.#span(this.CONSUME(t.Null))) },
      ]),
  );

  readonly number = this.RULE('number', () =>
    this.OR([
      {
        ALT: () => {
          const whole = this.CONSUME(t.Integer);
          return this.ACTION(() => integerNode(whole.image, this.#span(whole)));
        },
      },
      {
        ALT: () => {
          const decimal = this.CONSUME(t.Decimal);
          return decimalNode(decimal.image, this.#span(decimal));
        },
      },
    ]),
  );

  readonly #refuse = (problem: Diagnostic): void => {
    this.#problems.push(problem);
  };

  #refuseEmpty(list: readonly unknown[], start: IToken): void {
    if (list.length === 0) this.#refuse(diagnostic('eql/empty-list', {}, this.#from(start)));
  }

  #field(first: string, rest: readonly string[], start: IToken): EqlField {
    return this.ACTION(() => {
      const field = fieldNode(first, rest, start.image === '?', this.#from(start));
      if (field.path.includes('')) this.#refuse(diagnostic('eql/name-empty', {}, field.span));
      return field;
    });
  }

  /** From one token to another, or the one alone. */
  #span(first: IToken, last: IToken = first): Span {
    // While the grammar is recorded, tokens have no image.
    return this.#slice.span(first.startOffset, last.startOffset + (last.image ?? '').length);
  }

  /** From a token to the last one consumed. */
  #from(first: IToken): Span {
    return this.#span(first, this.LA(0));
  }
}
