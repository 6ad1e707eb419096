import { Random } from '../base/random.ts';
import type { CharSet } from './char-set.ts';
import { holds } from './char-set.ts';
import { compileMatcher } from './matcher.ts';
import type { Regex, RegexNode } from './tree.ts';

/** What reads best, if the set holds it. */
const LIKED = [0x61, 0x78, 0x41, 0x30, 0x37, 0x5f, 0x2d, 0x2e, 0x20, 0xe9, 0x0a];

function character(set: CharSet, random: Random): string {
  const liked = LIKED.filter((code) => holds(set, code));
  const range = random.pick(set);
  if (!range) return '';
  const code = random.pick(liked) ?? range.from + random.below(Math.min(range.to - range.from + 1, 100));
  return String.fromCodePoint(code);
}

/** Texts grow no longer than this, whatever the repetitions ask for. */
const LONGEST = 2000;

function repeated({ body, min, max }: Extract<RegexNode, { kind: 'repeat' }>, random: Random): string {
  const most = Math.min(max ?? min + 2, min + 2);
  const times = Math.min(min + random.below(most - min + 1), LONGEST);
  let out = '';
  for (let i = 0; i < times && out.length < LONGEST; i++) out += sampleRegex(body, random);
  return out;
}

/**
 * A text that the node likely matches: choices by chance, repetitions few. Look-around, position tests and complements are not
 * heeded, so that a caller must test what it gets.
 */
function sampleRegex(node: RegexNode, random: Random): string {
  switch (node.kind) {
    case 'chars':
      return node.written === undefined ? character(node.ranges, random) : String.fromCodePoint(node.written);
    case 'concat':
      return node.parts.map((part) => sampleRegex(part, random)).join('');
    case 'alternation': {
      const option = random.pick(node.options);
      return option ? sampleRegex(option, random) : '';
    }
    case 'repeat':
      return repeated(node, random);
    case 'group':
      return sampleRegex(node.body, random);
    case 'look':
      return node.negative ? '' : sampleRegex(node.body, random);
    case 'interval':
      return String(random.below(2) === 0 ? node.min : node.max).padStart(node.digits, '0');
    case 'intersection':
      return node.parts[0] ? sampleRegex(node.parts[0], random) : '';
    case 'any-string':
    case 'complement':
      return random.pick(['', 'x', 'abc']) ?? '';
    case 'empty':
    case 'assertion':
    case 'backreference':
    case 'nothing':
      return '';
  }
}

/** Several texts that an expression likely matches, each once. */
export function regexTexts(regex: Regex, count: number, random: Random): readonly string[] {
  const texts = new Set<string>();
  for (let i = 0; i < count; i++) texts.add(sampleRegex(regex.node, random));
  return [...texts];
}

/** So many texts are tried against an expression. */
const TRIES = 20;

const known = new WeakMap<Regex, { readonly text: string | undefined }>();

function find(regex: Regex): string | undefined {
  const matches = compileMatcher(regex);
  const tries = regexTexts(regex, TRIES, new Random(1)).filter((text) => text !== '');
  return typeof matches === 'function' ? tries.find(matches) : tries[0];
}

/** A text that an expression matches, not the empty one, where one is found; the same each time. One that no matcher can decide may match it. */
export function foundText(regex: Regex): string | undefined {
  const found = known.get(regex) ?? { text: find(regex) };
  known.set(regex, found);
  return found.text;
}
