import { withoutBacktrackingHints } from './backtracking.ts';
import { type CharSet, isEverything, oneChar, sameSet, subtract } from './char-set.ts';
import { closedNode } from './close-tree.ts';
import { closeUnder } from './fold-set.ts';
import { notNewline } from './named-sets.ts';
import type { Chars, Regex, RegexCase, RegexNode } from './tree.ts';
import { asWhole } from './whole.ts';

/** A part of a wildcard pattern: text, any text at all, one character. The parts of `src/ir/pattern.ts`. */
type LiteralPart =
  | { readonly kind: 'lit'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' };

export type LiteralPattern = readonly LiteralPart[];

/** An expression as wildcard patterns over whole values: it matches what one of them matches, under the expression's case rule. */
export interface AsPattern {
  readonly patterns: readonly LiteralPattern[];
  /** A dot of the expression leaves out the line feed and `any` or `one` does not: the same only for values of one line. */
  readonly assumesOneLine: boolean;
}

/** More alternatives, and longer runs of single characters, make a worse query than the expression. */
const MAX_PATTERNS = 32;
const MAX_ONES = 64;
const MAX_CHOICES = 4;

const ANY: LiteralPart = { kind: 'any' };
const ONE: LiteralPart = { kind: 'one' };

type Lists = readonly LiteralPattern[] | undefined;

/** A set as a few characters, each standing for its case variants. */
function choices(node: Chars, rule: RegexCase): readonly number[] | undefined {
  const { written } = node;
  if (written !== undefined && sameSet(closeUnder(rule, oneChar(written)), node.ranges)) return [written];
  const found: number[] = [];
  let rest: CharSet = node.ranges;
  for (let next = rest[0]; next !== undefined; next = rest[0]) {
    const orbit = closeUnder(rule, oneChar(next.from));
    if (found.length === MAX_CHOICES || !sameSet(subtract(orbit, node.ranges), [])) return undefined;
    found.push(next.from);
    rest = subtract(rest, orbit);
  }
  return found;
}

function joined(parts: readonly LiteralPart[]): LiteralPattern {
  const out: LiteralPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.kind === 'lit' && part.kind === 'lit') out[out.length - 1] = { kind: 'lit', text: last.text + part.text };
    else if (!(last?.kind === 'any' && part.kind === 'any')) out.push(part);
  }
  return out;
}

class Reader {
  assumesOneLine = false;
  readonly #rule: RegexCase;

  constructor(rule: RegexCase) {
    this.#rule = rule;
  }

  read(node: RegexNode): Lists {
    switch (node.kind) {
      case 'empty':
        return [[]];
      case 'any-string':
        return [[ANY]];
      case 'chars':
        return this.#isOne(node) ? [[ONE]] : this.#literals(node);
      case 'concat':
        return this.#sequence(node.parts);
      case 'alternation':
        return this.#options(node.options);
      case 'group':
        return node.atomic ? undefined : this.read(node.body);
      case 'repeat':
        return this.#repeat(node);
      default:
        return undefined;
    }
  }

  #isOne(node: RegexNode): boolean {
    if (node.kind !== 'chars') return false;
    if (isEverything(node.ranges)) return true;
    if (!sameSet(node.ranges, notNewline)) return false;
    this.assumesOneLine = true;
    return true;
  }

  #literals(node: Chars): Lists {
    return choices(node, this.#rule)?.map((code) => [{ kind: 'lit', text: String.fromCodePoint(code) }]);
  }

  #sequence(parts: readonly RegexNode[]): Lists {
    let lists: LiteralPart[][] = [[]];
    for (const part of parts) {
      const next = this.read(part);
      if (next === undefined || lists.length * next.length > MAX_PATTERNS) return undefined;
      const [only] = next;
      // Mostly there is one way to go on; copying the list each time would make long texts quadratic.
      if (next.length === 1 && only !== undefined) for (const list of lists) list.push(...only);
      else lists = lists.flatMap((list) => next.map((more) => [...list, ...more]));
    }
    return lists;
  }

  #options(options: readonly RegexNode[]): Lists {
    const lists: LiteralPattern[] = [];
    for (const option of options) {
      const next = this.read(option);
      if (next === undefined || lists.length + next.length > MAX_PATTERNS) return undefined;
      lists.push(...next);
    }
    return lists;
  }

  #repeat({ body, min, max }: Extract<RegexNode, { kind: 'repeat' }>): Lists {
    if (min > MAX_ONES) return undefined;
    const times = Array.from({ length: min }, () => body);
    if (max === undefined) return this.#isOne(body) ? [[...times.map(() => ONE), ANY]] : undefined;
    if (min === max) return this.#sequence(times);
    return min === 0 && max === 1 ? this.#options([{ kind: 'empty' }, body]) : undefined;
  }
}

const keyOf = (pattern: LiteralPattern): string => JSON.stringify(pattern);

/**
 * The expression as wildcard patterns, if it is nothing but text, dots, `.*` and a few alternatives. A search has `any` at both
 * ends. Nothing where the case rule is Unicode's own, which patterns don't have.
 */
export function asPattern(regex: Regex): AsPattern | undefined {
  if (regex.caseRule === 'unicode') return undefined;
  const node = asWhole({
    node: withoutBacktrackingHints({ ...regex, node: closedNode(regex) }),
    anchoring: regex.anchoring,
  });
  if ('unsupported' in node) return undefined;
  const reader = new Reader(regex.caseRule);
  const lists = reader.read(node)?.map(joined);
  if (lists === undefined || lists.length === 0) return undefined;
  const patterns = [...new Map(lists.map((pattern) => [keyOf(pattern), pattern])).values()];
  return { patterns, assumesOneLine: reader.assumesOneLine };
}

/** Runs of literal text in the order of a sequence; `undefined` marks where a run breaks. */
function runs(node: RegexNode, rule: RegexCase): readonly (string | undefined)[] {
  switch (node.kind) {
    case 'chars': {
      const codes = choices(node, rule);
      return codes?.length === 1 ? codes.map((code) => String.fromCodePoint(code)) : [undefined];
    }
    case 'concat':
      return node.parts.flatMap((part) => runs(part, rule));
    case 'group':
      return runs(node.body, rule);
    case 'repeat':
      return node.min > 0 ? [undefined, ...runs(node.body, rule), undefined] : [undefined];
    case 'empty':
    case 'assertion':
    case 'look':
      return [];
    default:
      return [undefined];
  }
}

/** Texts that every match contains, under the expression's case rule; longest first. */
export function requiredLiterals(regex: Regex): readonly string[] {
  const texts = [''];
  for (const run of runs(closedNode(regex), regex.caseRule)) {
    if (run === undefined) texts.push('');
    else texts.push((texts.pop() ?? '') + run);
  }
  return [...new Set(texts)].filter((text) => text !== '').sort((a, b) => b.length - a.length);
}
