import {
  ANY_STRING,
  alternation,
  anyChar,
  chars,
  concat,
  EMPTY,
  intersection,
  NOTHING,
  not,
  stacked,
  textNodes,
} from './build.ts';
import { type CharSet, charsOf, complement, oneChar, union } from './char-set.ts';
import type { Cursor } from './cursor.ts';
import { closeUnder } from './fold-set.ts';
import { asciiDigits, asciiWord } from './named-sets.ts';
import type { RegexCase, RegexNode } from './tree.ts';

/**
 * The syntax of Lucene's RegExp with all optional operators, as Elasticsearch's EQL uses it (flags ALL and COMPLEMENT).
 * The grammar is that of https://lucene.apache.org/core/9_12_0/core/org/apache/lucene/util/automaton/RegExp.html; `\d \w \s`
 * came with Lucene 8.6 (Elasticsearch 7.10) and are always on here. Lucene 9 folds single characters but no ranges and no
 * `\w` under its case flag (10.2 folds all); this parser folds all, as `regex~` promises.
 */
class LuceneParser {
  readonly cursor: Cursor;
  readonly #rule: RegexCase;

  constructor(cursor: Cursor, rule: RegexCase) {
    this.cursor = cursor;
    this.#rule = rule;
  }

  parse(): RegexNode {
    if (this.cursor.done) return EMPTY;
    const node = this.#union();
    if (!this.cursor.done) this.cursor.fail('regex/unopened', { close: this.cursor.peek });
    return node;
  }

  #union(): RegexNode {
    const options = [this.#intersection()];
    while (this.cursor.eat('|')) options.push(this.#intersection());
    return alternation(options);
  }

  #intersection(): RegexNode {
    const parts = [this.#concat()];
    while (this.cursor.eat('&')) parts.push(this.#concat());
    const [first = EMPTY] = parts;
    return parts.length === 1 ? first : intersection(parts);
  }

  #concat(): RegexNode {
    const parts = [this.#repeat()];
    while (!this.cursor.done && !')|&'.includes(this.cursor.peek)) parts.push(this.#repeat());
    return concat(parts);
  }

  #repeat(): RegexNode {
    let node = this.#complement();
    for (let count = 0; !this.cursor.done && '?*+{'.includes(this.cursor.peek); count++) {
      const next = stacked({ kind: 'repeat', body: node, ...this.#times() });
      if (next.body === node && count >= MAX_STACKED) this.cursor.fail('regex/too-deep', { limit: MAX_STACKED });
      node = next;
    }
    return node;
  }

  #times(): { readonly min: number; readonly max?: number } {
    const operator = this.cursor.next();
    if (operator === '?') return { min: 0, max: 1 };
    if (operator === '*') return { min: 0 };
    return operator === '+' ? { min: 1 } : this.#braces();
  }

  #braces(): { readonly min: number; readonly max?: number } {
    const start = this.cursor.at - 1;
    const text = this.cursor.take(/\d{1,10}(,\d{0,10})?\}/y);
    if (text === undefined) return this.cursor.fail('regex/bad-repeat', { text: '{' }, start);
    const [low = '', high] = text.slice(0, -1).split(',');
    const min = Number(low);
    const max = high === undefined ? min : Number(high);
    if (Math.max(min, max) > MAX_REPEAT) this.cursor.fail('regex/repeat-too-large', { limit: MAX_REPEAT }, start);
    if (high === '') return { min };
    return min <= max ? { min, max } : this.cursor.fail('regex/bad-repeat', { text: this.cursor.since(start) }, start);
  }

  #complement(): RegexNode {
    if (!this.cursor.eat('~')) return this.#atom();
    return not(this.cursor.nested(() => this.#complement()));
  }

  #atom(): RegexNode {
    const { cursor } = this;
    const read = this.#atoms[cursor.peek];
    if (read !== undefined) return read();
    const set = this.#predefined();
    return set === undefined ? this.#text() : chars(set);
  }

  readonly #atoms: Readonly<Record<string, () => RegexNode>> = {
    '[': () => chars(this.#class()),
    '.': () => this.#taken(anyChar),
    '#': () => this.#taken(NOTHING),
    '@': () => this.#taken(ANY_STRING),
    '"': () => this.#quoted(),
    '(': () => this.#group(),
    '<': () => this.#interval(),
  };

  #taken(node: RegexNode): RegexNode {
    this.cursor.next();
    return node;
  }

  /** An operator in the place of an operand is text for Lucene: `*a`, `(|a)`. */
  #text(): RegexNode {
    const start = this.cursor.at;
    const operator = this.cursor.peek;
    const code = this.#character();
    if ('|&)?*+{'.includes(operator)) this.cursor.warn('regex/operator-as-text', { operator }, start);
    return this.#literal(code);
  }

  #literal(code: number): RegexNode {
    const set = oneChar(code);
    const folded = closeUnder(this.#rule, set);
    return folded === set ? chars(set) : chars(folded, code);
  }

  #character(): number {
    this.cursor.eat('\\');
    return this.cursor.nextCode();
  }

  #quoted(): RegexNode {
    const { cursor } = this;
    const start = cursor.at;
    cursor.next();
    const text = cursor.take(/[^"]*/y) ?? '';
    if (!cursor.eat('"')) cursor.unclosed('"', '"', start);
    return concat(
      textNodes(text).map((node) => (node.kind === 'chars' ? this.#literal(node.ranges[0]?.from ?? 0) : node)),
    );
  }

  #group(): RegexNode {
    const { cursor } = this;
    const start = cursor.at;
    cursor.next();
    if (cursor.eat(')')) return EMPTY;
    const node = cursor.nested(() => this.#union());
    if (!cursor.eat(')')) cursor.unclosed('(', ')', start);
    return node;
  }

  #interval(): RegexNode {
    const { cursor } = this;
    const start = cursor.at;
    const text = cursor.take(/<\d{1,10}-\d{1,10}>/y);
    const [low = '', high = ''] = (text ?? '').slice(1, -1).split('-');
    const [min = 0n, max = 0n] = [low, high].map(BigInt).sort((a, b) => (a < b ? -1 : 1));
    if (text === undefined || max > MAX_INTERVAL) {
      cursor.take(/[^>]*>?/y);
      cursor.fail('regex/bad-interval', { text: cursor.since(start) }, start);
    }
    return { kind: 'interval', min, max, digits: low.length === high.length ? low.length : 0 };
  }

  /** `\d` and its like, and the escaped backslash; any other escaped letter is an error, any other escape a character. */
  #predefined(): CharSet | undefined {
    const { cursor } = this;
    const start = cursor.at;
    const found = cursor.take(/\\[A-Za-z\\]/y);
    if (found === undefined) return undefined;
    if (found === '\\\\') return oneChar(0x5c);
    const lower = found.charAt(1).toLowerCase();
    const set = PREDEFINED[lower];
    if (set === undefined) return cursor.fail('regex/bad-escape', { escape: found }, start);
    return found.charAt(1) === lower ? set : complement(set);
  }

  #class(): CharSet {
    const { cursor } = this;
    const start = cursor.at;
    cursor.next();
    const negated = cursor.eat('^');
    const sets = [this.#member(start)];
    while (!cursor.done && !cursor.looksAt(']')) sets.push(this.#member(start));
    if (!cursor.eat(']')) cursor.unclosed('[', ']', start);
    const set = closeUnder(this.#rule, union(...sets));
    return negated ? complement(set) : set;
  }

  /** An escaped backslash starts no range: in `[\\-a]` the minus is text. A bracket in the first place is text too. */
  #member(open: number): CharSet {
    const { cursor } = this;
    const start = cursor.at;
    if (cursor.done) cursor.unclosed('[', ']', open);
    const predefined = this.#predefined();
    if (predefined !== undefined) return predefined;
    const from = this.#character();
    if (!cursor.eat('-')) return oneChar(from);
    const to = this.#character();
    return to >= from ? [{ from, to }] : cursor.fail('regex/bad-range', { text: cursor.since(start) }, start);
  }
}

/** Stacked repetitions that are not one in the end. */
const MAX_STACKED = 3;

/** Lucene reads an int; what Elasticsearch can determinize ends long before (10,000 units of work). */
const MAX_REPEAT = 100_000;
const MAX_INTERVAL = 2_147_483_647n;

const PREDEFINED: Readonly<Record<string, CharSet>> = { d: asciiDigits, w: asciiWord, s: charsOf('\t\n\r ') };

/** Reads a whole pattern of Lucene's. */
export function parseLucene(cursor: Cursor, rule: RegexCase): RegexNode {
  return new LuceneParser(cursor, rule).parse();
}
