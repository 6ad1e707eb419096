import { fold } from '../../functions/scalar.ts';
import { or } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { type Pattern, pattern } from '../../ir/pattern.ts';
import type { CaseRule, Value } from '../../ir/value.ts';
import { alternation, chars, concat } from '../../regex/build.ts';
import { charsOf, overlaps, subtract, union } from '../../regex/char-set.ts';
import type { Chars, RegexNode } from '../../regex/tree.ts';
import type { Column } from '../definition.ts';
import { type Pushed, pushed, refused } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { sourceSpelling, targetPatterns } from './respelled.ts';
import { escaped, expressionOf, finds, innerExpression, matches, textsOf } from './texts.ts';

const ANY = { kind: 'any' } as const;
const lit = (text: string) => ({ kind: 'lit', text }) as const;

/** A character of a text as JSON writes it, escapes whole (RFC 8259, section 7). */
const CHARACTER = String.raw`(?:[^"\\]|\\.)`;

const written = (text: string): string => JSON.stringify(text).slice(1, -1);
const startOf = (key: string): string => `"${written(key)}":"`;

/** The letters behind a backslash by the characters that they escape. */
const ESCAPES: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['\\', '\\'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
  ['\b', 'b'],
  ['\f', 'f'],
];

const LETTERS: ReadonlyMap<string, string> = new Map(ESCAPES.map(([char, letter]) => [letter, char]));

/** What JSON writes so; an escape that it has not stands for its letter. */
const textOf = (json: string): string =>
  json.replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gis, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (LETTERS.get(letter.toLowerCase()) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

/** Stands for what is cut off behind a text: platforms keep so many characters of an object. */
const CUT_OFF = '…';

/**
 * The texts under a key, at any depth, of an object that is written without blanks. The key's case does not count: platforms write it
 * one way.
 */
function membersOf(text: string, key: string): readonly string[] {
  const places = text.matchAll(new RegExp(`${escaped(startOf(key))}(${CHARACTER}*)("?)`, 'gis'));
  return [...places].map(([, json = '', end]) => textOf(end === '"' ? json : json + CUT_OFF));
}

/** A text whose inside fits an expression; `open` ends are those where the text may go on. */
const found = (column: Column, key: string, inner: string, isOpen: boolean, caseRule: CaseRule): Cond =>
  finds(column, `(?i:${escaped(startOf(key))})${inner}${isOpen ? '' : '"'}`, caseRule);

/** A pattern as it stands in the object: without case a text or its beginning has a pattern there, any other an expression. */
function asked(column: Column, key: string, one: Pattern, caseRule: CaseRule): Cond {
  const parts = pattern(one.map((part) => (part.kind === 'lit' ? lit(written(part.text)) : part)));
  const [first, second, ...more] = parts;
  const isOpen = parts.at(-1)?.kind === 'any';
  const isStart = first?.kind === 'lit' && (!second || (isOpen && more.length === 0));
  if (caseRule !== 'exact' && isStart) {
    const text = startOf(key) + first.text + (isOpen ? '' : '"');
    return matches(column, [pattern([ANY, lit(text), ANY])], caseRule);
  }
  return found(column, key, expressionOf(isOpen ? parts.slice(0, -1) : parts, CHARACTER), isOpen, caseRule);
}

const CONTROL_SET = [{ from: 0, to: 0x1f }];
const ESCAPED = union(charsOf('"\\'), CONTROL_SET);

/** One character out of a set, as JSON writes it. */
function inJson({ ranges }: Chars): RegexNode {
  const letters = ESCAPES.flatMap(([char, letter]) => (overlaps(ranges, charsOf(char)) ? [letter] : []));
  const plain = chars(subtract(ranges, ESCAPED));
  if (letters.length === 0) return plain;
  const pair = concat([chars(charsOf('\\')), chars(charsOf(letters.join('')))]);
  return plain.ranges.length === 0 ? pair : alternation([plain, pair]);
}

function regexTest(column: Column, key: string, value: Value): Pushed | undefined {
  if (value.kind !== 'regex' || value.subject.kind !== 'field') return undefined;
  const conds: Cond[] = [];
  for (const regex of value.regexes) {
    const inner = innerExpression(regex, inJson);
    if (inner === undefined)
      return refused(`this regular expression can't be asked of a text inside the object in ${column.name}`);
    const isWhole = regex.anchoring === 'whole';
    conds.push(found(column, key, `${isWhole ? '' : `${CHARACTER}*`}(?:${inner})`, !isWhole, 'exact'));
  }
  return pushed(or(conds, value.origin));
}

const beginsWith = ([first]: Pattern, start: string): boolean =>
  first?.kind === 'lit' && fold(first.text, 'simple').startsWith(fold(start, 'simple'));

/** One text of an object in a text column: `{"PipeName":"…"}`. Some beginnings may be written in another way there. */
export const member: DefinitionKind<'member'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column, key, respellings }, read) =>
    textsOf(read(column)).flatMap((text) => membersOf(text, key).map((one) => sourceSpelling(one, respellings))),
  push: ({ column, key, respellings }, test) => {
    if (test.kind === 'present') return pushed(found(column, key, '', true, 'exact'));
    if (test.kind === 'other')
      return (
        (respellings.length === 0 ? regexTest(column, key, test.value) : undefined) ??
        refused(`only a comparison with texts can be asked of an object in ${column.name}`)
      );
    const patterns = targetPatterns(test.patterns, respellings, test.caseRule);
    if ('refused' in patterns) return refused(patterns.refused);
    const { caseRule, value } = test;
    // A text without the target's beginning is the source's as it is.
    const own = test.patterns.filter((one) => !respellings.some(({ target }) => beginsWith(one, target)));
    const all = [...new Map([...patterns, ...own].map((one) => [JSON.stringify(one), one])).values()];
    const conds = all.map((one) => asked(column, key, one, caseRule));
    return pushed(or(conds, value.origin));
  },
};
