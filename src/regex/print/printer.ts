import type { Unsupported } from '../automaton.ts';
import { type CharSet, complement, LAST_CODE_POINT, oneChar, sameSet, single, subtract } from '../char-set.ts';
import { closeUnder } from '../fold-set.ts';
import { intervalNode } from '../interval.ts';
import { referredGroups } from '../references.ts';
import type { PositionTest, RegexNode } from '../tree.ts';
import { some } from '../walk.ts';
import { mayBeEmpty } from '../whole.ts';
import { hasFixedWidths } from '../width.ts';
import type { Dialect } from './dialect.ts';

/** Ends a print from the depth of the tree; `printNode` returns the reason. */
class CannotSay {
  readonly construct: string;
  constructor(construct: string) {
    this.construct = construct;
  }
}

const TEST_NAMES: { readonly [T in PositionTest]: string } = {
  'text-start': 'an anchor at the start of the text',
  'text-end': 'an anchor at the end of the text',
  'text-end-or-final-newline': '`$` in front of a final line feed',
  'line-start': '`^` at the start of a line',
  'line-start-before-text': '`^` at the start of a line, but not of the last empty one',
  'line-end': '`$` at the end of a line',
  word: 'a word border',
  'not-word': '`\\B`',
  'unicode-word': 'a border of Unicode words',
  'not-unicode-word': '`\\B` for Unicode words',
};

/** How tightly a printed piece holds together. */
type Level = 'alternation' | 'concat' | 'repeat' | 'atom';

interface Piece {
  readonly text: string;
  readonly level: Level;
}

const atom = (text: string): Piece => ({ text, level: 'atom' });

type Of<K extends RegexNode['kind']> = Extract<RegexNode, { kind: K }>;

function cannot(construct: string): never {
  throw new CannotSay(construct);
}

function quantifier(min: number, max: number | undefined): string {
  if (max === undefined) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** Cuts a repetition in pieces that the flavour's largest number allows: `a{300,}` is `a{255}a{45,}`. */
function pieces(
  min: number,
  max: number | undefined,
  limit: number,
): readonly (readonly [number, number | undefined])[] {
  const out: (readonly [number, number | undefined])[] = [];
  let low = min;
  let high = max;
  while (low > limit || (high !== undefined && high > limit)) {
    const take = Math.min(low, limit);
    out.push([take, high === undefined ? take : limit]);
    low -= take;
    if (high !== undefined) high -= limit;
  }
  out.push([low, high]);
  return out;
}

/** The largest number of repetitions an expression can be written with before its text grows out of hand. */
const MAX_PIECES = 400;
/** Copies of a copied repetition multiply. In UTF-16 units. */
const LONGEST_COPIES = 100_000;

const BACKSLASH = 0x5c;

class Printer {
  readonly #dialect: Dialect;
  /** The numbers that the groups kept for back-references get in the output. */
  readonly #numbers: ReadonlyMap<number | string, number>;
  /** Print a folded character as it was written, because a flag says the rest. */
  readonly #byFlag: boolean;
  #nesting = 1;
  #usesAll = false;

  constructor(dialect: Dialect, numbers: ReadonlyMap<number | string, number>, byFlag: boolean) {
    this.#dialect = dialect;
    this.#numbers = numbers;
    this.#byFlag = byFlag;
  }

  print(node: RegexNode): Piece {
    switch (node.kind) {
      case 'empty':
        return { text: '', level: 'concat' };
      case 'chars':
        return atom(this.#chars(node));
      case 'concat':
        return { text: node.parts.map((part) => this.#inside(part, 'concat')).join(''), level: 'concat' };
      case 'alternation':
        return { text: node.options.map((option) => this.#option(option)).join('|'), level: 'alternation' };
      case 'repeat':
        return this.#repeat(node);
      case 'group':
        return this.#group(node);
      case 'assertion':
        return this.#test(node);
      case 'look':
        return this.#look(node);
      case 'backreference':
        return this.#reference(node);
      case 'complement':
      case 'intersection':
      case 'interval':
      case 'any-string':
      case 'nothing':
        return this.#lucene(node);
    }
  }

  /** No flavour likes a repeated test without a group around it. */
  #test(node: Of<'assertion'>): Piece {
    return { text: this.#dialect.tests[node.test] ?? cannot(TEST_NAMES[node.test]), level: 'concat' };
  }

  #option(node: RegexNode): string {
    return this.print(node).text || this.#dialect.empty;
  }

  #grouped(text: string): string {
    return `${this.#dialect.group}${text})`;
  }

  /** The text of a node where something of the given level is asked for. */
  #inside(node: RegexNode, wanted: 'concat' | 'atom'): string {
    const piece = this.print(node);
    const fits = piece.level === 'atom' || (wanted === 'concat' && piece.level !== 'alternation');
    return fits ? piece.text : this.#grouped(piece.text);
  }

  #chars(node: Of<'chars'>): string {
    return this.#flagged(node) ?? this.#set(node.ranges);
  }

  /** A folded character as it was written, where the engine's own folding reaches all its variants. */
  #flagged({ ranges, written }: Of<'chars'>): string | undefined {
    const { caseFlag, literal } = this.#dialect;
    if (!this.#byFlag || written === undefined || caseFlag === undefined) return undefined;
    const reached = closeUnder(caseFlag.fold, oneChar(written));
    return subtract(ranges, reached).length === 0 ? literal(written) : undefined;
  }

  #set(ranges: CharSet): string {
    const { impossible, named, nothing, literal } = this.#dialect;
    const set = subtract(ranges, impossible);
    if (set.length === 0) return nothing;
    const rest = subtract(complement(ranges), impossible);
    if (rest.length === 0) return this.#all();
    const name = named().find(([known]) => sameSet(subtract(known, impossible), set));
    if (name !== undefined) return name[1];
    const one = single(set);
    if (one !== undefined) return literal(one);
    const reachesEnd = set.at(-1)?.to === LAST_CODE_POINT;
    const negated = rest.length < set.length || (reachesEnd && rest.length === set.length);
    return negated ? `[^${this.#items(rest)}]` : `[${this.#items(set)}]`;
  }

  #all(): string {
    this.#usesAll = true;
    return this.#dialect.all;
  }

  #items(set: CharSet): string {
    const { inClass } = this.#dialect;
    return set
      .map(({ from, to }): string => {
        if (from === to) return inClass(from);
        // A backslash starts no range in Lucene.
        if (from === BACKSLASH) return inClass(from) + this.#items([{ from: from + 1, to }]);
        return `${inClass(from)}${to === from + 1 ? '' : '-'}${inClass(to)}`;
      })
      .join('');
  }

  #repeat(node: Of<'repeat'>): Piece {
    const { min, max } = node;
    const { maxRepeat, lazy, atomic } = this.#dialect;
    if (node.possessive && !atomic) cannot('a possessive repetition');
    const body = this.#nested(max ?? min, () => this.#inside(node.body, 'atom'));
    const mode = node.possessive ? '+' : node.lazy && lazy ? '?' : '';
    const cut = pieces(min, max, maxRepeat);
    if (cut.length > MAX_PIECES || (cut.length > 1 && node.possessive)) cannot('a repetition of that many times');
    if (cut.length > 1 && cut.length * body.length > LONGEST_COPIES) cannot('a repetition of that many times');
    const text = cut.map(([low, high]) => `${body}${quantifier(low, high)}${mode}`).join('');
    return { text, level: cut.length > 1 ? 'concat' : 'repeat' };
  }

  #nested(times: number, print: () => string): string {
    const outer = this.#nesting;
    this.#nesting *= Math.max(times, 1);
    if (this.#nesting > (this.#dialect.maxNestedRepeat ?? Number.POSITIVE_INFINITY))
      cannot('nested repetitions of that many times');
    const text = print();
    this.#nesting = outer;
    return text;
  }

  #group(node: Of<'group'>): Piece {
    const { capture, atomic } = this.#dialect;
    if (node.atomic) {
      if (!atomic) cannot('an atomic group');
      return atom(`(?>${this.print(node.body).text})`);
    }
    const referred = node.capture !== undefined && this.#numbers.has(node.capture);
    return referred && capture !== undefined ? atom(`${capture}${this.print(node.body).text})`) : this.print(node.body);
  }

  #look(node: Of<'look'>): Piece {
    const { look } = this.#dialect;
    if (look === 'none') cannot(node.behind ? 'look-behind' : 'look-ahead');
    if (look === 'fixed' && node.behind && !hasFixedWidths(node.body)) cannot('look-behind of no fixed width');
    const opener = `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}`;
    return { text: `${opener}${this.print(node.body).text})`, level: 'concat' };
  }

  #reference(node: Of<'backreference'>): Piece {
    const number = this.#numbers.get(node.to);
    const { reference } = this.#dialect;
    if (number === undefined || reference === undefined) cannot('a back-reference');
    return atom(this.#grouped(reference(number)));
  }

  #lucene(node: Of<'complement' | 'intersection' | 'interval' | 'any-string' | 'nothing'>): Piece {
    if (node.kind === 'any-string') return { text: `${this.#all()}*`, level: 'repeat' };
    if (node.kind === 'nothing') return atom(this.#dialect.nothing);
    if (node.kind === 'interval') return this.#interval(node);
    if (!this.#dialect.lucene) cannot(node.kind === 'complement' ? 'the complement `~`' : 'the intersection `&`');
    if (node.kind === 'complement') return { text: `~${this.#inside(node.body, 'atom') || '()'}`, level: 'repeat' };
    const text = node.parts.map((part) => this.#inside(part, 'concat') || '()').join('&');
    return { text, level: 'alternation' };
  }

  #interval(node: Of<'interval'>): Piece {
    if (!this.#dialect.lucene) return this.print(intervalNode(node));
    const [min, max] = [node.min, node.max].map((value) => String(value).padStart(node.digits, '0'));
    return atom(`<${min}-${max}>`);
  }

  /** The whole expression, with what must stand around it. */
  whole(node: RegexNode, anchoring: 'whole' | 'search'): string {
    const { around, aroundEmpty } = this.#dialect;
    const isTest = anchoring === 'search' && mayBeEmpty(node) && some(node, looksAround);
    const [before, behind] = (isTest ? aroundEmpty : undefined) ?? around[anchoring];
    const piece = this.print(node);
    const inner = before !== '' && piece.level === 'alternation' ? this.#grouped(piece.text) : piece.text;
    return (this.#usesAll ? this.#dialect.allFlag : '') + (before + inner + behind || this.#dialect.empty);
  }
}

const looksAround = (node: RegexNode): boolean => node.kind === 'assertion' || node.kind === 'look';

/** The text of an expression in a flavour, or the construct that the flavour can't say. */
export function printNode(
  node: RegexNode,
  anchoring: 'whole' | 'search',
  dialect: Dialect,
  byFlag: boolean,
): string | Unsupported {
  try {
    return new Printer(dialect, referredGroups(node), byFlag).whole(node, anchoring);
  } catch (error) {
    if (error instanceof CannotSay) return { unsupported: error.construct };
    throw error;
  }
}
