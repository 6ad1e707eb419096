import type { IToken } from 'chevrotain';
import type {
  Argument,
  Assignment,
  CallArgument,
  Command,
  EvalArgument,
  OptionArgument,
  Pipeline,
  RawText,
  SearchArgument,
  WordArgument,
} from './ast.ts';
import { unquote } from './base-parser.ts';
import { SearchParser } from './search-parser.ts';
import * as t from './tokens.ts';

/** Pipelines and the arguments of commands. One instance is reused. */
class SplParser extends SearchParser {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly query = this.RULE('query', (): Pipeline => this.SUBRULE(this.pipeline));

  readonly pipeline = this.RULE('pipeline', (): Pipeline => {
    const first = this.LA(1);
    const commands: Command[] = [];
    this.OR([
      { ALT: () => commands.push(this.SUBRULE(this.implicitSearch)) },
      {
        ALT: () => {
          this.OPTION(() => this.CONSUME(t.FirstPipe));
          commands.push(this.SUBRULE(this.command));
        },
      },
    ]);
    this.MANY(() => {
      this.CONSUME(t.Pipe);
      commands.push(this.SUBRULE2(this.command));
    });
    return { commands, span: this.between(first) };
  });

  readonly implicitSearch = this.RULE('implicitSearch', (): Command => {
    const first = this.CONSUME(t.ImplicitSearch);
    return this.SUBRULE(this.searchRest, { ARGS: [first] });
  });

  readonly command = this.RULE(
    'command',
    (): Command =>
      this.OR([
        { ALT: () => this.SUBRULE(this.searchRest, { ARGS: [this.CONSUME(t.SearchName)] }) },
        { ALT: () => this.SUBRULE(this.where) },
        { ALT: () => this.SUBRULE(this.evalCommand) },
        { ALT: () => this.SUBRULE(this.otherCommand) },
      ]),
  );

  readonly searchRest = this.RULE('searchRest', (first: IToken): Command => {
    const condition = this.OPTION(() => this.SUBRULE(this.searchAnd));
    const span = this.ACTION(() => this.between(first));
    return { kind: 'search', ...(condition && { condition }), span };
  });

  readonly where = this.RULE('where', (): Command => {
    const first = this.CONSUME(t.WhereName);
    const condition = this.SUBRULE(this.expression);
    return { kind: 'where', condition, span: this.between(first) };
  });

  readonly evalCommand = this.RULE('evalCommand', (): Command => {
    const first = this.CONSUME(t.EvalName);
    const assignments: Assignment[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => assignments.push(this.SUBRULE(this.assignment)) });
    return { kind: 'eval', assignments, span: this.between(first) };
  });

  readonly assignment = this.RULE('assignment', (): Assignment => {
    const target = this.OR([
      { ALT: () => this.CONSUME(t.Name) },
      { ALT: () => this.CONSUME(t.QuotedField) },
      { ALT: () => this.CONSUME(t.Quoted) },
    ]);
    this.CONSUME(t.Equals);
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => {
      const field = target.tokenType === t.Name ? target.image : unquote(target);
      return { field, value, span: this.between(target) };
    });
  });

  readonly otherCommand = this.RULE('otherCommand', (): Command => {
    const name = this.CONSUME(t.CommandName);
    const args: Argument[] = [];
    this.MANY(() => {
      this.OR([{ ALT: () => args.push(this.SUBRULE(this.argument)) }, { ALT: () => this.CONSUME(t.Comma) }]);
    });
    return { kind: 'other', name: name.image, nameSpan: this.between(name, name), args, span: this.between(name) };
  });

  readonly argument = this.RULE(
    'argument',
    (): Argument =>
      this.OR([
        { ALT: () => this.SUBRULE(this.resetArgument) },
        { ALT: () => this.SUBRULE(this.subsearch) },
        { ALT: () => this.SUBRULE(this.evalArgument) },
        { ALT: () => this.SUBRULE(this.wordArgument) },
      ]),
  );

  readonly resetArgument = this.RULE('resetArgument', (): OptionArgument => {
    const open = this.CONSUME(t.ResetOpen);
    const value = this.SUBRULE(this.expression);
    this.CONSUME(t.CloseEval);
    const span = this.between(open);
    const name = { text: open.image.replace(/\s*=\s*\($/, ''), quoted: false, span: this.between(open, open) };
    return { kind: 'option', name, negated: false, value: { kind: 'eval', value, span }, span };
  });

  readonly subsearch = this.RULE('subsearch', (): Argument => {
    const open = this.CONSUME(t.OpenSub);
    const value = this.SUBRULE(this.pipeline);
    this.CONSUME(t.EndOfSub);
    this.CONSUME(t.CloseSub);
    return { kind: 'subsearch', value, span: this.between(open) };
  });

  readonly evalArgument = this.RULE('evalArgument', (): EvalArgument => {
    const open = this.CONSUME(t.EvalOpen);
    const value = this.SUBRULE(this.expression);
    this.CONSUME(t.CloseEval);
    return { kind: 'eval', value, span: this.between(open) };
  });

  readonly wordArgument = this.RULE('wordArgument', (): Argument => {
    const name = this.SUBRULE(this.word);
    return (
      this.OPTION(() =>
        this.OR([
          { ALT: () => this.SUBRULE(this.optionRest, { ARGS: [name] }) },
          { ALT: () => this.SUBRULE(this.callRest, { ARGS: [name] }) },
        ]),
      ) ?? { kind: 'word', value: name, span: name?.span }
    );
  });

  readonly optionRest = this.RULE('optionRest', (name: RawText): OptionArgument => {
    const sign = this.OR([{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.NotEquals) }]);
    const value = this.OR1([
      { ALT: () => this.SUBRULE(this.plainWord) },
      { ALT: () => this.SUBRULE(this.evalArgument) },
      { ALT: () => this.SUBRULE(this.searchGroup) },
    ]);
    return this.ACTION(() => ({
      kind: 'option',
      name,
      negated: sign.tokenType === t.NotEquals,
      value,
      span: this.around(name.span),
    }));
  });

  readonly callRest = this.RULE('callRest', (name: RawText): CallArgument => {
    const args: (WordArgument | EvalArgument)[] = [];
    this.CONSUME(t.OpenParen);
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.OR([
          { ALT: () => args.push(this.SUBRULE(this.plainWord)) },
          { ALT: () => args.push(this.SUBRULE(this.evalArgument)) },
        ]);
      },
    });
    this.CONSUME(t.CloseParen);
    return this.ACTION(() => ({ kind: 'call', name: name.text, args, span: this.around(name.span) }));
  });

  readonly searchGroup = this.RULE('searchGroup', (): SearchArgument => {
    const open = this.CONSUME(t.OpenParen);
    const value = this.SUBRULE(this.searchAnd);
    this.CONSUME(t.CloseParen);
    return { kind: 'search', value, span: this.between(open) };
  });

  readonly plainWord = this.RULE('plainWord', (): WordArgument => {
    const value = this.SUBRULE(this.word);
    return this.ACTION(() => ({ kind: 'word', value, span: value.span }));
  });
}

export const splParser = new SplParser();
