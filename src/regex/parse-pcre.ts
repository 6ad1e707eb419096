import { alternation, chars, concat, type Repeat, stacked } from './build.ts';
import { EVERYTHING } from './char-set.ts';
import { readClass } from './parse-class.ts';
import { readEscape } from './parse-escape.ts';
import { NO_ATOM, readAnchor, readGroup } from './parse-group.ts';
import type { PerlContext } from './perl-context.ts';
import type { RegexNode } from './tree.ts';

interface Times {
  readonly min: number;
  readonly max?: number;
}

const SIMPLE_REPEATS: Readonly<Record<string, Times>> = { '*': { min: 0 }, '+': { min: 1 }, '?': { min: 0, max: 1 } };

/** Blanks and comments under the `x` flag, and comments in groups, which may also part a repetition from its body. */
function skipIgnored(context: PerlContext): void {
  while (context.flags.x && context.cursor.take(/\s+|#[^\n]*/y) !== undefined);
}

function readBraces(context: PerlContext): Times | undefined {
  const { cursor, syntax } = context;
  const start = cursor.at;
  const text = cursor.take(/\{\d{1,10}(,\d{0,10})?\}/y);
  if (text === undefined) return undefined;
  const [low = '', high] = text.slice(1, -1).split(',');
  const min = Number(low);
  const max = high === undefined ? min : Number(high);
  if (Math.max(min, max) > syntax.maxRepeat) cursor.fail('regex/repeat-too-large', { limit: syntax.maxRepeat }, start);
  if (high === '') return { min };
  return min <= max ? { min, max } : cursor.fail('regex/bad-repeat', { text }, start);
}

function readTimes(context: PerlContext): Times | undefined {
  const { cursor } = context;
  const simple = SIMPLE_REPEATS[cursor.peek];
  if (simple === undefined) return cursor.looksAt('{') ? readBraces(context) : undefined;
  cursor.next();
  return simple;
}

function applyTimes(context: PerlContext, body: RegexNode, times: Times): Repeat {
  const { cursor } = context;
  const possessive = context.has('atomic') && cursor.eat('+');
  const lazy = !possessive && cursor.eat('?') !== context.flags.U;
  return stacked({ kind: 'repeat', body, ...times, ...(lazy && { lazy }), ...(possessive && { possessive }) });
}

/** Stacked repetitions that are not one in the end. */
const MAX_STACKED = 3;

function readRepeats(context: PerlContext, atom: RegexNode, isBareTest = false): RegexNode {
  const { cursor } = context;
  let node = atom;
  for (let count = 0; ; count++) {
    skipIgnored(context);
    const start = cursor.at;
    const times = readTimes(context);
    if (times === undefined) return node;
    const operator = cursor.since(start);
    const isTest = isBareTest && !context.has('repeated-test');
    const isStacked = count > 0 && !context.has('stacked-repeat');
    if (isTest || isStacked) cursor.fail('regex/nothing-to-repeat', { operator }, start);
    const next = applyTimes(context, node, times);
    if (next.body === node && count >= MAX_STACKED) cursor.fail('regex/too-deep', { limit: MAX_STACKED }, start);
    node = next;
  }
}

function readEscapedAtom(context: PerlContext): RegexNode {
  const read = readEscape(context, false);
  if (read.kind === 'code') return context.literal(read.code);
  return read.kind === 'set' ? chars(read.set) : read.node;
}

function readDot(context: PerlContext): RegexNode {
  const { cursor } = context;
  const start = cursor.at;
  cursor.next();
  // Rust without `u` matches a single byte, which may be half of a character.
  if (!context.flags.u) return context.unsupported('a set of bytes', start);
  return chars(context.flags.s ? EVERYTHING : context.syntax.dot);
}

function readBrace(context: PerlContext): RegexNode {
  const { cursor } = context;
  const start = cursor.at;
  if (!context.has('brace-as-text') || readTimes(context) !== undefined) {
    return cursor.fail('regex/nothing-to-repeat', { operator: '{' }, start);
  }
  const shorthand = cursor.take(/\{ *, *\d+ *\}/y);
  if (shorthand !== undefined) {
    cursor.warn('regex/brace-as-text', { text: shorthand }, start);
    cursor.at = start;
  }
  return context.literal(cursor.nextCode());
}

function readOperator(context: PerlContext): never {
  const { cursor } = context;
  return cursor.fail('regex/nothing-to-repeat', { operator: cursor.peek });
}

const atoms: Readonly<Record<string, (context: PerlContext) => RegexNode>> = {
  '(': (context) => readGroup(context, readAlternation),
  '[': (context) => chars(readClass(context)),
  '\\': readEscapedAtom,
  '.': readDot,
  '^': readAnchor,
  $: readAnchor,
  '{': readBrace,
  '*': readOperator,
  '+': readOperator,
  '?': readOperator,
};

/** `\Q…\E`, whose characters stand one by one: a repetition behind it takes the last. */
function readQuoted(context: PerlContext): readonly RegexNode[] | undefined {
  const { cursor } = context;
  if (!context.has('quoting')) return undefined;
  if (cursor.eat('\\E')) return [];
  if (!cursor.eat('\\Q')) return undefined;
  const nodes: RegexNode[] = [];
  while (!cursor.done && !cursor.eat('\\E')) nodes.push(context.literal(cursor.nextCode()));
  const last = nodes.pop();
  return last === undefined ? [] : [...nodes, readRepeats(context, last)];
}

function readOne(context: PerlContext): readonly RegexNode[] {
  const quoted = readQuoted(context);
  if (quoted !== undefined) return quoted;
  const { cursor } = context;
  const isGroup = cursor.looksAt('(');
  const atom = (atoms[cursor.peek] ?? ((c) => c.literal(c.cursor.nextCode())))(context);
  if (atom === NO_ATOM) return [];
  return [readRepeats(context, atom, atom.kind === 'assertion' && !isGroup)];
}

function readSequence(context: PerlContext): RegexNode {
  const { cursor } = context;
  const parts: RegexNode[] = [];
  for (;;) {
    skipIgnored(context);
    if (cursor.done || cursor.looksAt('|') || cursor.looksAt(')')) return concat(parts);
    parts.push(...readOne(context));
  }
}

function readAlternation(context: PerlContext): RegexNode {
  const options = [readSequence(context)];
  while (context.cursor.eat('|')) options.push(readSequence(context));
  return alternation(options);
}

/** Reads a whole pattern of a Perl-family flavour. */
export function parsePerl(context: PerlContext): RegexNode {
  const node = readAlternation(context);
  if (!context.cursor.done) context.cursor.fail('regex/unopened', { close: ')' });
  return node;
}
