import type { Argument, OptionArgument, Pipeline, RawText } from '../../../../grammars/spl/ast.ts';
import type { Span } from '../../../text/source-text.ts';
import type { Context } from '../context.ts';
import type { ReferenceFacts } from '../facts.ts';
import { unescapeEval } from '../text-escapes.ts';
import { seconds } from '../time/relative.ts';
import { compareText, type Row } from '../value.ts';

/** What a command does to the rows before it. */
export type Stage = (rows: readonly Row[]) => readonly Row[];

export interface CommandCall {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly span: Span;
  readonly context: Context;
  /** Compiles a subsearch. */
  readonly compile: (pipeline: Pipeline) => Stage;
}

/** One command. A newcomer is a file beside this one and a line in `index.ts`. */
export interface SplCommand extends ReferenceFacts {
  readonly build: (call: CommandCall) => Stage;
}

/** The result after a fault: the run is not to be trusted. */
export const nothing: Stage = () => [];

export const nameOf = (value: RawText): string => (value.quoted ? unescapeEval(value.text) : value.text);

const FLAGS = new Map(
  [
    ['t', 'true', '1'],
    ['f', 'false', '0'],
  ].flatMap((words, i) => words.map((word) => [word, i === 0] as const)),
);

/**
 * The arguments of a command, told apart: options (`name=value`), and the rest in order. An option that the command does
 * not have is a fault; so is a value that does not fit.
 */
export class Arguments {
  readonly rest: readonly Exclude<Argument, OptionArgument>[];
  readonly #options = new Map<string, OptionArgument>();
  readonly #call: CommandCall;

  constructor(call: CommandCall, known: readonly string[]) {
    this.#call = call;
    this.rest = call.args.filter((arg) => arg.kind !== 'option');
    for (const arg of call.args) if (arg.kind === 'option') this.#take(arg, known);
  }

  #take(option: OptionArgument, known: readonly string[]): void {
    const name = option.name.text.toLowerCase();
    const usable = known.includes(name) && !option.negated && !this.#options.has(name);
    if (usable) this.#options.set(name, option);
    else this.#call.context.report('spl/option', { command: this.#call.name, name: option.name.text }, option.span);
  }

  option(name: string): OptionArgument | undefined {
    return this.#options.get(name);
  }

  text(name: string): string | undefined {
    const option = this.#options.get(name);
    if (!option) return undefined;
    if (option.value.kind === 'word') return nameOf(option.value.value);
    this.#wrong(option);
    return undefined;
  }

  #wrong(option: OptionArgument): void {
    this.#call.context.report('spl/option-value', { command: this.#call.name, name: option.name.text }, option.span);
  }

  /** A value read by `read`, which gives nothing if the text does not fit. */
  #read<T>(name: string, fallback: T, read: (text: string) => T | undefined): T {
    const option = this.#options.get(name);
    const text = this.text(name);
    if (!option || text === undefined) return fallback;
    const value = read(text);
    if (value === undefined) this.#wrong(option);
    return value ?? fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.#read(name, fallback, (text) => FLAGS.get(text.toLowerCase()));
  }

  count(name: string, fallback: number): number {
    return this.#read(name, fallback, (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined));
  }

  /** Seconds. */
  span(name: string): number | undefined {
    return this.#read<number | undefined>(name, undefined, seconds);
  }

  choice<T extends string>(name: string, values: readonly [T, ...T[]]): T {
    return this.#read<T>(name, values[0], (text) => values.find((value) => value === text));
  }

  /** The remaining arguments as the names of fields. */
  names(args: readonly Argument[] = this.rest): readonly string[] {
    return args.flatMap((arg) => {
      if (arg.kind === 'word') return [nameOf(arg.value)];
      this.refuse(arg);
      return [];
    });
  }

  /** The remaining arguments as names of fields without wildcards. */
  fields(args: readonly Argument[] = this.rest): readonly string[] {
    for (const arg of args) if (arg.kind === 'word' && arg.value.text.includes('*')) this.refuse(arg);
    return this.names(args);
  }

  /** The one name that must be left. */
  only(): string | undefined {
    const [name, ...more] = this.fields();
    if (name === undefined || more.length > 0) {
      this.#call.context.report('spl/arguments', { command: this.#call.name }, this.#call.span);
    }
    return name;
  }

  refuse(arg: Argument): void {
    this.#call.context.report('spl/argument', { command: this.#call.name }, arg.span);
  }
}

/** Is it this word, in any case, without quotes? */
export const isWord = (arg: Argument | undefined, word: string): boolean =>
  arg?.kind === 'word' && !arg.value.quoted && arg.value.text.toLowerCase() === word;

/** The arguments before and after a word like `by`. */
export function splitAt<A extends Argument>(args: readonly A[], word: string): readonly [readonly A[], readonly A[]] {
  const at = args.findIndex((arg) => isWord(arg, word));
  return at === -1 ? [args, []] : [args.slice(0, at), args.slice(at + 1)];
}

/** The names of all fields of some rows, in the order in which they are met. */
export function namesIn(rows: readonly Row[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of row.keys()) names.add(name);
  return [...names];
}

export const byName = (a: string, b: string): number => compareText(a, b);
