import type { IToken, ParserMethod } from 'chevrotain';
import type {
  Expanded,
  Expression,
  Named,
  Operator,
  Option,
  Parameter,
  ParsePart,
  ScanStep,
  Sorted,
  TypedName,
  Wildcard,
  Word,
} from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import { endOf } from './literal-parser.ts';
import { decodeStringLiteral } from './string-literal.ts';
import * as t from './tokens.ts';

/** What may stand as `name=value` before the arguments of an operator that has options. */
const OPTIONS: ReadonlySet<string> = new Set([
  'kind',
  'isfuzzy',
  'withsource',
  'with_source',
  'with_itemindex',
  'bagexpansion',
  'with_match_id',
  'flags',
]);

/** What a taken token stands for. */
const taken = <K>(_token: IToken, stands: K): K => stands;

/** What stands between the bars. */
export abstract class OperatorParser extends ExpressionParser {
  private optionAhead(): boolean {
    const isOption = this.ahead(1, t.Hint) || OPTIONS.has(this.LA(1).image);
    return isOption && this.ahead(2, t.Equal);
  }

  private readonly optionPair = this.RULE('optionPair', (): Option => {
    const name = this.OR([
      { ALT: () => this.CONSUME(t.Hint) },
      { ALT: () => this.CONSUME(t.Reserved) },
      { ALT: () => this.CONSUME(t.NameLike) },
    ]);
    this.CONSUME(t.Equal);
    const value = this.SUBRULE(this.optionValue);
    return this.ACTION(() => ({ name: name.image, value, at: this.since(name) }));
  });

  private readonly optionValue = this.RULE('optionValue', (): string =>
    this.OR([
      { ALT: () => this.SUBRULE(this.nameGiven).text },
      { ALT: () => this.CONSUME1(t.Reserved).image },
      { ALT: () => this.CONSUME(t.LongNumber).image },
      { ALT: () => this.CONSUME(t.True).image },
      { ALT: () => this.CONSUME(t.False).image },
      { ALT: () => decodeStringLiteral(this.CONSUME(t.StringLiteral).image) },
    ]),
  );

  private readonly options = this.RULE('options', (): Option[] => {
    const found: Option[] = [];
    this.MANY({ GATE: () => this.optionAhead(), DEF: () => found.push(this.SUBRULE(this.optionPair)) });
    return found;
  });

  private readonly namedList = this.RULE('namedList', (): Named[] => {
    const found: Named[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => found.push(this.SUBRULE(this.named)) });
    return found;
  });

  private readonly expressionList = this.RULE('expressionList', (): Expression[] => {
    const found: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => found.push(this.SUBRULE(this.expression)) });
    return found;
  });

  private readonly where = this.RULE('where', (): Operator => {
    const first = this.OR([{ ALT: () => this.CONSUME(t.Where) }, { ALT: () => this.CONSUME(t.Filter) }]);
    const condition = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: 'where', condition, at: this.since(first) }));
  });

  private readonly columns = this.RULE('columns', (): Operator => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => taken(this.CONSUME(t.Extend), 'extend' as const) },
      { ALT: () => taken(this.CONSUME(t.ProjectRename), 'project-rename' as const) },
    ]);
    const values = this.SUBRULE(this.namedList);
    return this.ACTION(() => ({ kind, values, at: this.since(first) }));
  });

  // These two may stand alone.
  private readonly columnsIfAny = this.RULE('columnsIfAny', (): Operator => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => taken(this.CONSUME(t.Project), 'project' as const) },
      { ALT: () => taken(this.CONSUME(t.Serialize), 'serialize' as const) },
    ]);
    const values: Named[] = [];
    this.MANY_SEP({ SEP: t.Comma, DEF: () => values.push(this.SUBRULE(this.named)) });
    return this.ACTION(() => ({ kind, values, at: this.since(first) }));
  });

  private adjacent(): boolean {
    return this.LA(1).startOffset === endOf(this.LA(0));
  }

  private readonly wildcardPiece = this.RULE(
    'wildcardPiece',
    (): IToken =>
      this.OR([
        { ALT: () => this.CONSUME(t.NameLike) },
        { ALT: () => this.CONSUME(t.LongNumber) },
        { ALT: () => this.CONSUME(t.Multiply) },
      ]),
  );

  private readonly wildcard = this.RULE('wildcard', (): Wildcard => {
    const first = this.LA(1);
    let pattern = '';
    this.OR([
      {
        ALT: () => {
          const { text } = this.SUBRULE(this.bracketed);
          pattern = text;
        },
      },
      {
        ALT: () => {
          pattern = this.SUBRULE(this.wildcardPiece).image;
          this.MANY({
            GATE: () => this.adjacent(),
            DEF: () => {
              pattern += this.SUBRULE1(this.wildcardPiece).image;
            },
          });
        },
      },
    ]);
    const order = this.SUBRULE(this.direction);
    return this.ACTION(() => ({ pattern, ...(order && { order }), at: this.since(first) }));
  });

  private readonly wildcards = this.RULE('wildcards', (): Operator => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => taken(this.CONSUME(t.ProjectAway), 'project-away' as const) },
      { ALT: () => taken(this.CONSUME(t.ProjectKeep), 'project-keep' as const) },
      { ALT: () => taken(this.CONSUME(t.ProjectReorder), 'project-reorder' as const) },
    ]);
    const columns: Wildcard[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => columns.push(this.SUBRULE(this.wildcard)) });
    return this.ACTION(() => ({ kind, columns, at: this.since(first) }));
  });

  private readonly summarize = this.RULE('summarize', (): Operator => {
    const first = this.CONSUME(t.Summarize);
    const options = this.SUBRULE(this.options);
    const values =
      this.OPTION({
        GATE: () => !this.ahead(1, t.By) || this.ahead(2, t.Equal),
        DEF: () => this.SUBRULE(this.namedList),
      }) ?? [];
    const by =
      this.OPTION1(() => {
        this.CONSUME(t.By);
        return this.SUBRULE1(this.namedList);
      }) ?? [];
    return this.ACTION(() => ({ kind: 'summarize', options, values, by, at: this.since(first) }));
  });

  private readonly direction = this.RULE('direction', (): 'asc' | 'desc' | undefined =>
    this.OPTION(() =>
      this.OR([
        { ALT: () => taken(this.CONSUME(t.Asc), 'asc' as const) },
        { ALT: () => taken(this.CONSUME(t.Desc), 'desc' as const) },
      ]),
    ),
  );

  private readonly sorted = this.RULE('sorted', (): Sorted => {
    const first = this.LA(1);
    const value = this.SUBRULE(this.expression);
    const order = this.SUBRULE(this.direction);
    const nulls = this.OPTION(() => {
      this.CONSUME(t.Nulls);
      return this.OR([
        { ALT: () => taken(this.CONSUME(t.First), 'first' as const) },
        { ALT: () => taken(this.CONSUME(t.Last), 'last' as const) },
      ]);
    });
    return this.ACTION(() => ({ value, ...(order && { order }), ...(nulls && { nulls }), at: this.since(first) }));
  });

  private readonly sort = this.RULE('sort', (): Operator => {
    const first = this.OR([{ ALT: () => this.CONSUME(t.Sort) }, { ALT: () => this.CONSUME(t.Order) }]);
    const options = this.SUBRULE(this.options);
    this.CONSUME(t.By);
    const by: Sorted[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => by.push(this.SUBRULE(this.sorted)) });
    return this.ACTION(() => ({ kind: 'sort', options, by, at: this.since(first) }));
  });

  private readonly top = this.RULE('top', (): Operator => {
    const first = this.CONSUME(t.Top);
    const options = this.SUBRULE(this.options);
    const count = this.SUBRULE(this.expression);
    this.CONSUME(t.By);
    const by = this.SUBRULE(this.sorted);
    return this.ACTION(() => ({ kind: 'top', options, count, by, at: this.since(first) }));
  });

  private readonly take = this.RULE('take', (): Operator => {
    const first = this.OR([{ ALT: () => this.CONSUME(t.Take) }, { ALT: () => this.CONSUME(t.Limit) }]);
    const count = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: 'take', count, at: this.since(first) }));
  });

  private readonly distinct = this.RULE('distinct', (): Operator => {
    const first = this.CONSUME(t.Distinct);
    const options = this.SUBRULE(this.options);
    const values = this.SUBRULE(this.expressionList);
    return this.ACTION(() => ({ kind: 'distinct', options, values, at: this.since(first) }));
  });

  private readonly join = this.RULE('join', (): Operator => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => taken(this.CONSUME(t.Join), 'join' as const) },
      { ALT: () => taken(this.CONSUME(t.Lookup), 'lookup' as const) },
    ]);
    const options = this.SUBRULE(this.options);
    const table = this.SUBRULE(this.signed);
    const on =
      this.OPTION(() => {
        this.CONSUME(t.On);
        return this.SUBRULE(this.expressionList);
      }) ?? [];
    return this.ACTION(() => ({ kind, options, table, on, at: this.since(first) }));
  });

  protected readonly union = this.RULE('union', () => {
    const first = this.CONSUME(t.Union);
    const options = this.SUBRULE(this.options);
    const tables: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => tables.push(this.SUBRULE(this.signed)) });
    return this.ACTION(() => ({ kind: 'union', options, tables, at: this.since(first) }) as const);
  });

  private readonly expanded = this.RULE('expanded', (): Expanded => {
    const first = this.LA(1);
    const value = this.SUBRULE(this.named);
    const type = this.OPTION((): Word => {
      this.CONSUME(t.To);
      this.CONSUME(t.Typeof);
      this.CONSUME(t.LParen);
      const found = this.SUBRULE(this.typeName);
      this.CONSUME(t.RParen);
      return found;
    });
    return this.ACTION(() => ({ value, ...(type && { type }), at: this.since(first) }));
  });

  private readonly expandedList = this.RULE('expandedList', (): { values: Expanded[]; limit?: Expression } => {
    const values: Expanded[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => values.push(this.SUBRULE(this.expanded)) });
    const limit = this.OPTION(() => {
      this.CONSUME(t.Limit);
      return this.SUBRULE(this.expression);
    });
    return { values, ...(limit && { limit }) };
  });

  private readonly expand = this.RULE('expand', (): Operator => {
    const first = this.CONSUME(t.MvExpand);
    const options = this.SUBRULE(this.options);
    const list = this.SUBRULE(this.expandedList);
    return this.ACTION(() => ({ kind: 'mv-expand', options, ...list, at: this.since(first) }));
  });

  private readonly apply = this.RULE('apply', (): Operator => {
    const first = this.CONSUME(t.MvApply);
    const options = this.SUBRULE(this.options);
    const list = this.SUBRULE(this.expandedList);
    this.CONSUME(t.On);
    const operators = this.SUBRULE(this.inner);
    return this.ACTION(() => ({ kind: 'mv-apply', options, ...list, operators, at: this.since(first) }));
  });

  private readonly inner: ParserMethod<[], Operator[]> = this.RULE('inner', (): Operator[] => {
    this.CONSUME(t.LParen);
    const operators: Operator[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Bar, DEF: () => operators.push(this.SUBRULE(this.operator)) });
    this.CONSUME(t.RParen);
    return operators;
  });

  private readonly tableType = this.RULE('tableType', (): readonly TypedName[] | '*' => {
    this.CONSUME(t.LParen);
    const found = this.OR([
      { ALT: () => taken(this.CONSUME(t.Multiply), '*' as const) },
      {
        ALT: () => {
          const columns: TypedName[] = [];
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => columns.push(this.SUBRULE(this.typedName)) });
          return columns;
        },
      },
    ]);
    this.CONSUME(t.RParen);
    return found;
  });

  protected readonly parameter = this.RULE('parameter', (): Parameter => {
    const first = this.LA(1);
    const name = this.SUBRULE(this.nameGiven);
    this.CONSUME(t.Colon);
    const type = this.OR<Parameter['type']>([
      { ALT: () => this.SUBRULE(this.typeName) },
      { ALT: () => this.SUBRULE(this.tableType) },
    ]);
    const value = this.OPTION(() => {
      this.CONSUME(t.Equal);
      return this.SUBRULE(this.signed);
    });
    return this.ACTION(() => ({ name, type, ...(value && { value }), at: this.since(first) }));
  });

  private readonly scanStep = this.RULE('scanStep', (): ScanStep => {
    const first = this.CONSUME(t.Step);
    const name = this.SUBRULE(this.nameGiven);
    const output =
      this.OPTION(() => {
        this.CONSUME(t.Output);
        this.CONSUME(t.Equal);
        return this.OR([
          { ALT: () => taken(this.CONSUME(t.All), 'all' as const) },
          { ALT: () => taken(this.CONSUME(t.Last), 'last' as const) },
          { ALT: () => taken(this.CONSUME(t.None), 'none' as const) },
        ]);
      }) ?? 'all';
    this.CONSUME(t.Colon);
    const condition = this.SUBRULE(this.expression);
    const assignments =
      this.OPTION1(() => {
        this.CONSUME(t.FatArrow);
        return this.SUBRULE(this.namedList);
      }) ?? [];
    this.CONSUME(t.Semicolon);
    return this.ACTION(() => ({ name, output, condition, assignments, at: this.since(first) }));
  });

  private readonly scan = this.RULE('scan', (): Operator => {
    const first = this.CONSUME(t.Scan);
    const options = this.SUBRULE(this.options);
    const declared: Parameter[] = [];
    const steps: ScanStep[] = [];
    this.OPTION(() => {
      this.CONSUME(t.Declare);
      this.CONSUME(t.LParen);
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => declared.push(this.SUBRULE(this.parameter)) });
      this.CONSUME(t.RParen);
    });
    this.CONSUME(t.With);
    this.CONSUME1(t.LParen);
    this.AT_LEAST_ONE(() => steps.push(this.SUBRULE(this.scanStep)));
    this.CONSUME1(t.RParen);
    return this.ACTION(() => ({ kind: 'scan', options, declared, steps, at: this.since(first) }));
  });

  private readonly partition = this.RULE('partition', (): Operator => {
    const first = this.CONSUME(t.Partition);
    const options = this.SUBRULE(this.options);
    this.CONSUME(t.By);
    const by = this.SUBRULE(this.nameUsed);
    const operators = this.SUBRULE(this.inner);
    return this.ACTION(() => ({ kind: 'partition', options, by, operators, at: this.since(first) }));
  });

  private readonly plain = this.RULE('plain', (): Operator => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => taken(this.CONSUME(t.Count), 'count' as const) },
      { ALT: () => taken(this.CONSUME(t.GetSchema), 'getschema' as const) },
    ]);
    return this.ACTION(() => ({ kind, at: this.since(first) }));
  });

  private readonly parsePart = this.RULE(
    'parsePart',
    (): ParsePart =>
      this.OR<ParsePart>([
        { ALT: () => taken(this.CONSUME(t.Multiply), { kind: 'any' }) },
        {
          ALT: () => {
            const { text } = this.SUBRULE(this.text);
            return { kind: 'text', text };
          },
        },
        {
          ALT: () => {
            const name = this.SUBRULE(this.nameGiven);
            const type = this.OPTION(() => {
              this.CONSUME(t.Colon);
              return this.SUBRULE(this.typeName);
            });
            return { kind: 'column', name, ...(type && { type }) };
          },
        },
      ]),
  );

  private readonly parse = this.RULE('parse', (): Operator => {
    const first = this.LA(1);
    const kind = this.OR([
      { ALT: () => taken(this.CONSUME(t.Parse), 'parse' as const) },
      { ALT: () => taken(this.CONSUME(t.ParseWhere), 'parse-where' as const) },
    ]);
    const options = this.SUBRULE(this.options);
    const value = this.SUBRULE(this.signed);
    this.CONSUME(t.With);
    const pattern: ParsePart[] = [];
    this.AT_LEAST_ONE(() => pattern.push(this.SUBRULE(this.parsePart)));
    return this.ACTION(() => ({ kind, options, value, pattern, at: this.since(first) }));
  });

  protected readonly operator: ParserMethod<[], Operator> = this.RULE(
    'operator',
    (): Operator =>
      this.OR([
        { ALT: () => this.SUBRULE(this.where) },
        { ALT: () => this.SUBRULE(this.columns) },
        { ALT: () => this.SUBRULE(this.columnsIfAny) },
        { ALT: () => this.SUBRULE(this.wildcards) },
        { ALT: () => this.SUBRULE(this.summarize) },
        { ALT: () => this.SUBRULE(this.sort) },
        { ALT: () => this.SUBRULE(this.top) },
        { ALT: () => this.SUBRULE(this.take) },
        { ALT: () => this.SUBRULE(this.distinct) },
        { ALT: () => this.SUBRULE(this.join) },
        { ALT: () => this.SUBRULE(this.union) },
        { ALT: () => this.SUBRULE(this.expand) },
        { ALT: () => this.SUBRULE(this.apply) },
        { ALT: () => this.SUBRULE(this.scan) },
        { ALT: () => this.SUBRULE(this.partition) },
        { ALT: () => this.SUBRULE(this.plain) },
        { ALT: () => this.SUBRULE(this.parse) },
      ]),
  );
}
