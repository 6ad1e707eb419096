import { type CharSet, complement, intersect, subtract, union } from './char-set.ts';
import { posixSets } from './named-sets.ts';
import { type Escape, readEscape } from './parse-escape.ts';
import type { PerlContext } from './perl-context.ts';

/** A member of a class: a single character, which may start a range, or a set. */
type Member = Exclude<Escape, { kind: 'node' }>;

function readPosix(context: PerlContext): Member | undefined {
  if (!context.has('posix-classes') || !context.cursor.looksAt('[:')) return undefined;
  const start = context.cursor.at;
  const found = context.cursor.take(/\[:\^?[A-Za-z]+:\]/y);
  if (found === undefined) return undefined;
  const name = found.replace(/[[\]:^]/g, '');
  const set = posixSets[name];
  if (set === undefined) return context.cursor.fail('regex/unknown-class', { name: found }, start);
  const folded = context.folding(set);
  return { kind: 'set', set: found.startsWith('[:^') ? complement(folded) : folded };
}

function readMember(context: PerlContext): Member {
  const { cursor } = context;
  const start = cursor.at;
  const posix = readPosix(context);
  if (posix !== undefined) return posix;
  if (context.has('nested-classes') && cursor.looksAt('[')) return { kind: 'set', set: readClass(context) };
  if (!cursor.looksAt('\\')) return { kind: 'code', code: cursor.nextCode() };
  const read = readEscape(context, true);
  return read.kind === 'node' ? context.unsupported('that escape in a class', start) : read;
}

function readRangeEnd(context: PerlContext, from: number, start: number): number {
  context.cursor.next();
  const end = readMember(context);
  if (end.kind === 'code' && end.code >= from) return end.code;
  return context.cursor.fail('regex/bad-range', { text: context.cursor.since(start) }, start);
}

/** A minus makes a range unless it closes the class or starts a set operation. */
function startsRange(context: PerlContext): boolean {
  const { cursor } = context;
  if (!cursor.looksAt('-') || cursor.looksAt('-]')) return false;
  return !(context.has('set-difference') && cursor.looksAt('--'));
}

function readItem(context: PerlContext): CharSet {
  const { cursor } = context;
  const start = cursor.at;
  const member = readMember(context);
  if (member.kind === 'set') {
    if (startsRange(context) && !/^-(\\[dwshvDWSHVpP]|\[)/.test(cursor.text.slice(cursor.at, cursor.at + 3))) {
      return rangeFromSet(context, member.set, start);
    }
    return member.set;
  }
  const to = startsRange(context) ? readRangeEnd(context, member.code, start) : member.code;
  return context.folding([{ from: member.code, to }]);
}

/** Behind a set, PCRE takes the minus as text; the others refuse it. */
function rangeFromSet(context: PerlContext, set: CharSet, start: number): CharSet {
  if (context.options.flavour === 'pcre' || context.options.flavour === 're2') return set;
  context.cursor.next();
  return context.cursor.fail('regex/bad-range', { text: context.cursor.since(start) }, start);
}

type Operation = (a: CharSet, b: CharSet) => CharSet;

const operations: Readonly<Record<string, Operation>> = {
  '&&': intersect,
  '--': subtract,
  '~~': (a, b) => union(subtract(a, b), subtract(b, a)),
};

function operationAhead(context: PerlContext): string | undefined {
  if (!context.has('nested-classes')) return undefined;
  const symbol = context.cursor.text.slice(context.cursor.at, context.cursor.at + 2);
  const known = context.has('set-difference') ? symbol in operations : symbol === '&&';
  return known ? symbol : undefined;
}

function takeOperation(context: PerlContext): Operation | undefined {
  const symbol = operationAhead(context);
  if (symbol === undefined) return undefined;
  context.cursor.eat(symbol);
  return operations[symbol];
}

function readItems(context: PerlContext, open: number): CharSet {
  const { cursor } = context;
  const sets: CharSet[] = [];
  while (!cursor.looksAt(']') || (sets.length === 0 && firstBracketIsText(context, open))) {
    if (cursor.done) cursor.unclosed('[', ']', open);
    if (operationAhead(context) !== undefined) break;
    if (context.flags.x && context.options.flavour === 'rust' && cursor.take(/\s+|#[^\n]*/y) !== undefined) continue;
    if (!readQuoted(context, sets)) sets.push(readItem(context));
  }
  return union(...sets);
}

function firstBracketIsText(context: PerlContext, open: number): boolean {
  if (context.has('empty-class')) return false;
  return /^\[\^?$/.test(context.cursor.since(open));
}

function readQuoted(context: PerlContext, sets: CharSet[]): boolean {
  const { cursor } = context;
  if (!context.has('quoting')) return false;
  if (cursor.eat('\\E')) return true;
  if (!cursor.eat('\\Q')) return false;
  while (!cursor.done && !cursor.eat('\\E')) {
    const code = cursor.nextCode();
    sets.push(context.folding([{ from: code, to: code }]));
  }
  return true;
}

/** Reads a class; the cursor stands on its opening bracket. Case is folded before the class is negated. */
export function readClass(context: PerlContext): CharSet {
  const { cursor } = context;
  const open = cursor.at;
  cursor.next();
  const negated = cursor.eat('^');
  return cursor.nested(() => {
    let set = readItems(context, open);
    for (let operation = takeOperation(context); operation !== undefined; operation = takeOperation(context)) {
      set = operation(set, readItems(context, open));
    }
    if (!cursor.eat(']')) cursor.unclosed('[', ']', open);
    // Without `u` a negated set of Rust means bytes.
    if (negated && !context.flags.u) return context.unsupported('a set of bytes', open);
    return negated ? complement(set) : set;
  });
}
