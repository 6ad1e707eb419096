import { matchPattern } from '../../src/functions/match-pattern.ts';
import { field } from '../../src/ir/build.ts';
import type { Keyword } from '../../src/ir/cond.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { Emitted } from '../../src/target/emit-cond.ts';
import type { EventJson } from '../../src/target/ledger.ts';
import { fieldName } from './lexical.ts';
import { samplePattern, sampleRegex } from './samples.ts';
import { assume, newScope, type Scope, settled } from './scope.ts';
import { matchesPattern, matchesRegex, type Subject } from './text-tests.ts';

const TEXT = { type: 'text', list: false } as const;

/** The event as it came in. A bare word in the base search would be a term, which a text inside a word is not. */
const RAW: Subject = { frag: fieldName('_raw'), field: field('_raw', TEXT), node: field('message', TEXT) };

/** Whether something between the ends of a pattern may be anything, so that it can reach from one value into the next. */
const isOpenInside = (pattern: Pattern): boolean =>
  pattern.some((part, i) => part.kind !== 'lit' && i > 0 && i < pattern.length - 1);

/** Two values of which neither passes a test, and both do as one text, with a line break or a blank between them. */
function twoValues(text: string, passes: (text: string) => boolean): EventJson | undefined {
  for (let at = 1; at < text.length; at++) {
    // What stands between the values may take the place of a character.
    for (const [message, other] of [
      [text.slice(0, at), text.slice(at)],
      [text.slice(0, at), text.slice(at + 1)],
    ] as const) {
      const isFound = [`${message}\n${other}`, `${message} ${other}`].some(passes);
      if (isFound && !passes(message) && !passes(other)) return { message, other };
    }
  }
  return undefined;
}

/** Whether a keyword passes; of an expression without a matcher nobody knows. */
function passing({ test }: Keyword): (text: string) => boolean {
  if (test.kind === 'match') return (text) => test.patterns.some((one) => matchPattern(text, one, test.caseRule));
  const all = test.regexes.map((regex) => compileMatcher(regex));
  return (text) => all.some((matches) => typeof matches === 'function' && matches(text));
}

function noteReach(scope: Scope, node: Keyword): void {
  const { test } = node;
  const why = 'a wildcard or regular expression may reach from one value into the next';
  const texts =
    test.kind === 'regex'
      ? test.regexes.map((regex) => sampleRegex(regex.node))
      : test.patterns.filter(isOpenInside).map((pattern) => samplePattern(pattern));
  const [first] = texts;
  if (first === undefined) return;
  const passes = passing(node);
  const shown = texts.map((text) => twoValues(text, passes)).find((two) => two !== undefined);
  const witness = shown ?? { message: first.slice(0, 1), other: first.slice(1) };
  assume(scope, 'keyword', 'splunk/raw-one-value', why, witness);
}

function sample({ test }: Keyword): string {
  if (test.kind === 'match') return test.patterns[0] ? samplePattern(test.patterns[0]) : '';
  return test.regexes[0] ? sampleRegex(test.regexes[0].node) : '';
}

/** An event whose raw text is no list of its values: a text that JSON escapes, or one that is the name of a value. */
function rawWitness(text: string): EventJson {
  if (JSON.stringify(text) !== `"${text}"`) return { message: text };
  // A name with dots would be read as a path.
  return text.includes('.') ? { fields: { [text]: 'x' } } : { [text]: 'x' };
}

/** A keyword as a test of the raw text, which holds the values of an event and more. */
export function emitKeyword(node: Keyword, guard: boolean): Emitted {
  const scope = newScope(node.origin);
  const { test } = node;
  const found =
    test.kind === 'match'
      ? matchesPattern(scope, RAW, test.patterns, test.caseRule)
      : matchesRegex(scope, RAW, test.regexes);
  const why =
    'a keyword is looked for in the raw text, where values stand as the source writes them, between other text';
  assume(scope, 'keyword', 'splunk/raw-text', why, rawWitness(sample(node)));
  noteReach(scope, node);
  return { frag: settled(found, guard), notes: scope.notes.map((note) => ({ ...note, construct: 'keyword' })) };
}
