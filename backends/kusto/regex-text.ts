import { subtract } from '../../src/regex/char-set.ts';
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

/** Text ends become line ends, and no set holds the line feed. */
function onLine(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'assertion':
      if (node.test === 'text-start') return { kind: 'assertion', test: 'line-start' };
      return node.test === 'text-end' ? { kind: 'assertion', test: 'line-end' } : node;
    case 'concat':
      return { ...node, parts: node.parts.map(onLine) };
    case 'alternation':
      return { ...node, options: node.options.map(onLine) };
    case 'repeat':
    case 'group':
      return { ...node, body: onLine(node.body) };
    case 'any-string':
      return {
        kind: 'repeat',
        body: { kind: 'chars', ranges: subtract([{ from: 0, to: 0x10ffff }], NEW_LINE) },
        min: 0,
      };
    default:
      return mapChars(node, (set) => ({ ...set, ranges: subtract(set.ranges, NEW_LINE) }));
  }
}

/** An expression that finds a line of a text that it would match alone; the lines hold the elements of a list. */
export function lineText(regex: Regex): RegexText {
  const printed = rustText({ ...regex, node: onLine(regex.node), anchoring: 'search' });
  if ('unsupported' in printed || regex.anchoring === 'search') return printed;
  const [, flags = '', body = ''] = /^(?:\(\?([a-z-]+)\))?(.*)$/s.exec(printed.text) ?? [];
  const [on = '', off] = flags.split('-');
  return limited(`(?${on}m${off === undefined ? '' : `-${off}`})^(?:${body})$`);
}
