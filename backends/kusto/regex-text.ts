import { holds, sameSet, subtract } from '../../src/regex/char-set.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import type { Regex, RegexNode } from '../../src/regex/tree.ts';
import { mapChars, some } from '../../src/regex/walk.ts';
import { countGroups, MOST_GROUPS } from './glob-regex.ts';

export type RegexText = { readonly text: string } | { readonly unsupported: string };

function limited(text: string): RegexText {
  return countGroups(text) > MOST_GROUPS ? { unsupported: `more than ${MOST_GROUPS} groups` } : { text };
}

/** An escape, a class, or the dot. */
const PIECES = /\\(?:x\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|\./gs;
const BEYOND_ASCII = /\P{ASCII}|\\x\{/u;

/**
 * An expression under `(?i)` as one that folds ASCII letters only: `-u` keeps `i` to them, and what may match other characters is
 * taken out of it. Nothing where a literal itself lies beyond ASCII.
 */
function asciiFolded(text: string): string | undefined {
  let isPlain = true;
  const out = text.replace(PIECES, (piece) => {
    if (piece === '.') return '(?u:.)';
    if (piece.startsWith('[^') || (piece.startsWith('[') && BEYOND_ASCII.test(piece))) return `(?u-i:${piece})`;
    isPlain &&= !BEYOND_ASCII.test(piece);
    return piece;
  });
  if (!isPlain || /\P{ASCII}/u.test(text.replace(PIECES, ''))) return undefined;
  return out.replace(/^\(\?i\)(?:\(\?s\))?/, (flags) => (flags.includes('s') ? '(?is-u)' : '(?i-u)'));
}

const hasUnicodeTest = (node: RegexNode): boolean =>
  some(node, (inner) => inner.kind === 'assertion' && inner.test.includes('word'));

/** An expression in the syntax of `matches regex`; a fold that the flag `i` gets wrong is kept to ASCII, or written as sets of letters. */
export function rustText(regex: Regex): RegexText {
  const printed = printRegex(regex, 'rust');
  if ('unsupported' in printed) return printed;
  if (regex.caseRule === 'ascii' && !printed.ignoreCase && !hasUnicodeTest(regex.node)) {
    const flagged = printRegex(regex, 'rust', { caseStyle: 'flag' });
    const text = 'text' in flagged && flagged.ignoreCase ? asciiFolded(flagged.text) : undefined;
    if (text !== undefined && countGroups(text) <= MOST_GROUPS) return { text };
  }
  return limited(printed.text.replace(/^\(\?i\)\(\?s\)/, '(?is)'));
}

const LINE_FEED = 10;
const NEW_LINE = [{ from: LINE_FEED, to: LINE_FEED }];
const EVERYTHING = [{ from: 0, to: 0x10ffff }];

/** Any text at all: the set of everything, any number of times. */
function isAny(node: RegexNode | undefined): boolean {
  if (node?.kind === 'any-string') return true;
  return node?.kind === 'repeat' && node.min === 0 && node.max === undefined && isEverything(node.body);
}

const isEverything = (node: RegexNode): boolean => node.kind === 'chars' && sameSet(node.ranges, EVERYTHING);

/** Whether a match may reach over a line end, or depends on where the text ends. */
const seesLines = (node: RegexNode): boolean =>
  some(
    node,
    (inner) =>
      !['empty', 'chars', 'concat', 'alternation', 'repeat', 'group', 'interval'].includes(inner.kind) ||
      (inner.kind === 'chars' && holds(inner.ranges, LINE_FEED)),
  );

/**
 * `.*x.*` over a whole value asks for an x anywhere. One that holds no line end is found in the lines of a list as surely as in each
 * element, so that nothing has to be assumed of them.
 */
export function innerText(regex: Regex): RegexText | undefined {
  const { node } = regex;
  if (regex.anchoring !== 'whole' || node.kind !== 'concat' || node.parts.length < 3) return undefined;
  if (!isAny(node.parts[0]) || !isAny(node.parts.at(-1))) return undefined;
  const inner: RegexNode = { kind: 'concat', parts: node.parts.slice(1, -1) };
  return seesLines(inner) ? undefined : rustText({ ...regex, node: inner, anchoring: 'search' });
}

/** Text ends become line ends, and no set holds the line feed. */
function onLine(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'assertion':
      if (node.test === 'text-start') return { kind: 'assertion', test: 'line-start' };
      return node.test.startsWith('text-end') ? { kind: 'assertion', test: 'line-end' } : node;
    case 'concat':
      return { ...node, parts: node.parts.map(onLine) };
    case 'alternation':
      return { ...node, options: node.options.map(onLine) };
    case 'repeat':
    case 'group':
      return { ...node, body: onLine(node.body) };
    case 'any-string':
      return { kind: 'repeat', body: { kind: 'chars', ranges: subtract(EVERYTHING, NEW_LINE) }, min: 0 };
    default:
      return mapChars(node, (set) => ({ ...set, ranges: subtract(set.ranges, NEW_LINE) }));
  }
}

/** An expression that finds a line of a text that it would match alone; the lines hold the elements of a list. */
export function lineText(regex: Regex): RegexText {
  // Look-around is rewritten over the whole text, which would be all lines.
  if (some(regex.node, ({ kind }) => kind === 'look' || kind === 'backreference'))
    return { unsupported: 'look-around' };
  const printed = rustText({ ...regex, node: onLine(regex.node), anchoring: 'search' });
  if ('unsupported' in printed || regex.anchoring === 'search') return printed;
  const [, flags = '', body = ''] = /^(?:\(\?([a-z-]+)\))?(.*)$/s.exec(printed.text) ?? [];
  const [on = '', off] = flags.split('-');
  return limited(`(?${on}m${off === undefined ? '' : `-${off}`})^(?:${body})$`);
}
