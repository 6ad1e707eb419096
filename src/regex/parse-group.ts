import { positionTest } from './parse-escape.ts';
import type { Flags, PerlContext } from './perl-context.ts';
import type { RegexNode } from './tree.ts';
import { hasFixedWidths } from './width.ts';

/** Reads what stands inside a group, up to its closing bracket or the end. */
export type ReadAlternation = (context: PerlContext) => RegexNode;

/** Comments and flag settings: they match nothing and nothing can repeat them. */
export const NO_ATOM: RegexNode = { kind: 'empty' };

type Opener = (context: PerlContext, body: () => RegexNode, start: number) => RegexNode;

/** Reads to the closing bracket; flags set inside end there. */
function readBody(context: PerlContext, read: ReadAlternation, start: number): RegexNode {
  const { cursor, flags } = context;
  const node = cursor.nested(() => read(context));
  if (!cursor.eat(')')) cursor.unclosed('(', ')', start);
  context.flags = flags;
  return node;
}

function look(behind: boolean, negative: boolean): Opener {
  return (context, body, start) => {
    if (!context.has('look')) return context.unsupported(behind ? 'look-behind' : 'look-ahead', start);
    const inner = body();
    const isTooWide = behind && context.has('fixed-look-behind') && !hasFixedWidths(inner);
    if (isTooWide) context.cursor.fail('regex/look-behind-width', {}, start);
    return { kind: 'look', body: inner, behind, negative };
  };
}

const atomic: Opener = (context, body, start) => {
  if (!context.has('atomic')) return context.unsupported('an atomic group', start);
  return { kind: 'group', body: body(), atomic: true };
};

const refused =
  (construct: string): Opener =>
  (context, _body, start) =>
    context.unsupported(construct, start);

const comment: Opener = (context, _body, start) => {
  const { cursor } = context;
  if (!context.has('comment-group')) return cursor.fail('regex/bad-group', { text: '(?#' }, start);
  cursor.take(/[^)]*/y);
  if (!cursor.eat(')')) cursor.unclosed('(', ')', start);
  return NO_ATOM;
};

/** `(?P=name)`. */
const namedReference: Opener = (context, _body, start) => {
  if (!context.has('back-reference')) return context.unsupported('a back-reference', start);
  const name = context.cursor.take(/\w+/y) ?? '';
  if (!context.cursor.eat(')')) context.cursor.unclosed('(', ')', start);
  return context.reference(name, start);
};

/** What follows `(?`, longest first where one starts another. */
const openers: readonly (readonly [string, Opener])[] = [
  [':', (_context, body) => body()],
  ['>', atomic],
  ['=', look(false, false)],
  ['!', look(false, true)],
  ['<=', look(true, false)],
  ['<!', look(true, true)],
  ['#', comment],
  ['P=', namedReference],
  ['P>', refused('a call of a group')],
  ['&', refused('a call of a group')],
  ['R', refused('a call of a group')],
  ['|', refused('a group that resets numbers')],
  ['(', refused('a conditional group')],
  ['C', refused('a callout')],
];

const closers: Readonly<Record<string, string>> = { 'P<': '>', '<': '>', "'": "'" };

function named(context: PerlContext, body: () => RegexNode, start: number): RegexNode | undefined {
  const { cursor, syntax } = context;
  const opener = syntax.names.find((text) => cursor.looksAt(text));
  if (opener === undefined) return undefined;
  cursor.eat(opener);
  const name = cursor.take(/[A-Za-z_]\w{0,127}/y);
  if (name === undefined || !cursor.eat(closers[opener] ?? '>')) {
    return cursor.fail('regex/bad-group', { text: cursor.since(start) }, start);
  }
  context.names.add(name);
  return { ...capture(context, body), name };
}

function capture(context: PerlContext, body: () => RegexNode): Extract<RegexNode, { kind: 'group' }> {
  context.groups++;
  const number = context.groups;
  return { kind: 'group', capture: number, body: body() };
}

function isFlag(context: PerlContext, letter: string): letter is keyof Flags & string {
  return context.syntax.flags.includes(letter);
}

function readFlags(context: PerlContext, start: number): Flags {
  const { cursor } = context;
  let flags = context.flags;
  let on = true;
  while (!cursor.done && !cursor.looksAt(')') && !cursor.looksAt(':')) {
    const letter = cursor.next();
    if (letter === '-' && on) on = false;
    else if (isFlag(context, letter)) flags = { ...flags, [letter]: on };
    else if (/[A-Za-z]/.test(letter)) cursor.fail('regex/unknown-flag', { flag: letter }, cursor.at - 1);
    else cursor.fail('regex/bad-group', { text: cursor.since(start) }, start);
  }
  return flags;
}

/** `(?i)` holds to the end of the group around it, `(?i:…)` inside itself. */
function flagGroup(context: PerlContext, body: () => RegexNode, start: number): RegexNode {
  const { cursor, flags: outer } = context;
  const flags = readFlags(context, start);
  if (cursor.eat(')')) {
    context.flags = flags;
    return NO_ATOM;
  }
  if (!cursor.eat(':')) cursor.unclosed('(', ')', start);
  context.flags = flags;
  const node = body();
  context.flags = outer;
  return node;
}

function special(context: PerlContext, body: () => RegexNode, start: number): RegexNode {
  const { cursor } = context;
  if (/^(\d|[+-]\d)/.test(cursor.text.slice(cursor.at, cursor.at + 2)))
    return context.unsupported('a call of a group', start);
  // `(?<=` would be read as a name by the shorter opener.
  const isLook = /^<[=!]/.test(cursor.text.slice(cursor.at, cursor.at + 2));
  const name = isLook ? undefined : named(context, body, start);
  if (name !== undefined) return name;
  const opener = openers.find(([text]) => cursor.looksAt(text) && !(text === 'R' && isFlag(context, 'R')));
  if (opener === undefined) return flagGroup(context, body, start);
  cursor.eat(opener[0]);
  return opener[1](context, body, start);
}

/** Reads a group; the cursor stands on its opening bracket. */
export function readGroup(context: PerlContext, read: ReadAlternation): RegexNode {
  const { cursor } = context;
  const start = cursor.at;
  cursor.next();
  const body = (): RegexNode => readBody(context, read, start);
  if (cursor.looksAt('*') && context.options.flavour === 'pcre') return context.unsupported('a verb', start);
  return cursor.eat('?') ? special(context, body, start) : capture(context, body);
}

/** `^` and `$`, as the `m` flag wants them. */
export function readAnchor(context: PerlContext): RegexNode {
  const { cursor, syntax, flags } = context;
  const start = cursor.at;
  if (cursor.next() === '^') return positionTest(context, flags.m ? syntax.lineCaret : syntax.caret, start);
  if (flags.m) return positionTest(context, syntax.lineDollar, start);
  return positionTest(context, context.options.flags?.dollarEndOnly ? 'text-end' : syntax.dollar, start);
}
