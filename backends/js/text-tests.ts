import { fold } from '../../src/functions/scalar.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { type Pattern, type PatternShape, shapeOf } from '../../src/ir/pattern.ts';
import type { CaseRule, Network } from '../../src/ir/value.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { chain, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import { type ElementTest, V } from './compare-element.ts';
import { COMPARISON, LOGICAL } from './levels.ts';
import { array, constant, string } from './lexical.ts';
import type { Module } from './module.ts';
import { regexTest } from './regex.ts';
import { fitsOne } from './runtime/compare.ts';
import { glob } from './runtime/glob.ts';
import { inNetworks, network } from './runtime/network.ts';

/** A test of a text that is folded already, and is called `v`. */
export type TextTest = ElementTest<string>;

/** Up to so many alternatives are written one by one; more stand in a constant. */
const FEW = 3;

/** One of some tests holds. */
export function anyOf<T>(tests: readonly ElementTest<T>[]): ElementTest<T> {
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  if (tests.length === 0) return { text: raw('false'), run: () => false };
  return {
    text: chain(
      tests.map((test) => parens(test.text, LOGICAL - 1)),
      '||',
      LOGICAL,
    ),
    run: (element) => tests.some((test) => test.run(element)),
  };
}

/** The element, or a part of it, is one of some constants. */
export function isOneOf<T>(
  module: Module,
  name: string,
  key: Frag,
  keyOf: (element: T) => unknown,
  constants: readonly (string | bigint | boolean | number)[],
): ElementTest<T> {
  const written = constants.map(constant);
  const known = new Set<unknown>(constants);
  const run = (element: T) => known.has(keyOf(element));
  if (known.size <= FEW) {
    const different = new Map(constants.map((value, i) => [value, q(COMPARISON)`${key} === ${written[i] ?? V}`]));
    return { ...anyOf([...different.values()].map((text) => ({ text, run }))), run };
  }
  const set = module.constant(name, `set ${constants.map(String).join('\0')}`, q(0)`new Set(${array(written)})`);
  return { text: q(0)`${set}.has(${key})`, run };
}

type Affix = 'starts-with' | 'ends-with' | 'contains';

const METHODS: { readonly [A in Affix]: { method: string; run: (text: string, part: string) => boolean } } = {
  'starts-with': { method: 'startsWith', run: (text, part) => text.startsWith(part) },
  'ends-with': { method: 'endsWith', run: (text, part) => text.endsWith(part) },
  contains: { method: 'includes', run: (text, part) => text.includes(part) },
};

function affixTest(module: Module, name: string, affix: Affix, parts: readonly string[]): TextTest {
  const { method, run } = METHODS[affix];
  if (parts.length <= FEW) {
    return anyOf(
      parts.map((part) => ({ text: q(0)`v.${raw(method)}(${string(part)})`, run: (text) => run(text, part) })),
    );
  }
  const list = module.constant(name, `parts ${parts.join('\0')}`, array(parts.map(string)));
  return {
    text: q(0)`${list}.some((part) => v.${raw(method)}(part))`,
    run: (text) => parts.some((part) => run(text, part)),
  };
}

/** A pattern cut at its `any`s; the literals of a run have one character between each two. */
function runsOf(pattern: Pattern, rule: CaseRule): readonly (readonly string[])[] {
  let pieces = [''];
  const runs = [pieces];
  for (const part of pattern) {
    if (part.kind === 'lit') pieces.push((pieces.pop() ?? '') + fold(part.text, rule));
    else if (part.kind === 'one') pieces.push('');
    else {
      pieces = [''];
      runs.push(pieces);
    }
  }
  return runs;
}

function globTest(module: Module, pattern: Pattern, rule: CaseRule): TextTest {
  const runs = runsOf(pattern, rule);
  const written = array(runs.map((run) => array(run.map(string))));
  return { text: q(0)`${module.use('glob')}(v, ${written})`, run: (text) => glob(text, runs) };
}

/** Half a surrogate pair in a pattern could fall into the middle of a character: such patterns are matched by characters. */
function oddTest(module: Module, patterns: readonly Pattern[], rule: CaseRule): TextTest {
  const written = patterns.map((pattern) =>
    array(
      pattern.map((part) =>
        part.kind === 'lit' ? q(0)`{ kind: 'lit', text: ${string(part.text)} }` : raw(`{ kind: '${part.kind}' }`),
      ),
    ),
  );
  return {
    text: q(0)`${module.use('fitsOne')}(v, ${array(written)}, ${string(rule)})`,
    run: (text) => fitsOne(text, patterns, rule),
  };
}

const isWhole = (pattern: Pattern): boolean => pattern.every((part) => part.kind !== 'lit' || part.text.isWellFormed());

/** One of some wildcard patterns covers the text. */
export function patternsTest(module: Module, name: string, all: readonly Pattern[], rule: CaseRule): TextTest {
  const patterns = all.filter(isWhole);
  const odd = all.filter((pattern) => !isWhole(pattern));
  const shapes = patterns.map(shapeOf);
  const texts = (kind: Exclude<PatternShape['kind'], 'present' | 'glob'>): readonly string[] => [
    ...new Set(shapes.flatMap((shape) => (shape.kind === kind ? [fold(shape.text, rule)] : []))),
  ];
  if (shapes.some((shape) => shape.kind === 'present')) return { text: raw('true'), run: () => true, always: true };
  const equals = texts('equals');
  const tests: readonly TextTest[] = [
    ...(equals.length > 0 ? [isOneOf<string>(module, name, V, (text) => text, equals)] : []),
    ...(['starts-with', 'ends-with', 'contains'] as const).flatMap((affix) => {
      const parts = texts(affix);
      return parts.length > 0 ? [affixTest(module, name, affix, parts)] : [];
    }),
    ...shapes.flatMap((shape) => (shape.kind === 'glob' ? [globTest(module, shape.parts, rule)] : [])),
    ...(odd.length > 0 ? [oddTest(module, odd, rule)] : []),
  ];
  return anyOf(tests);
}

/** One of some regular expressions fits the text. */
export const regexesTest = (module: Module, name: string, regexes: readonly Regex[]): TextTest =>
  anyOf(regexes.map((regex) => regexTest(module, name, regex)));

/** The text is an address in one of some networks. */
export function networksTest(module: Module, name: string, networks: readonly Network[]): TextTest {
  const written = networks.map(({ text }) => q(0)`${module.use('network')}(${string(text)})`);
  const key = `networks ${networks.map(({ text }) => text).join(' ')}`;
  const list = module.constant(name, key, array(written));
  const blocks = networks.map(({ text }) => network(text));
  return { text: q(0)`${module.use('inNetworks')}(v, ${list})`, run: (text) => inNetworks(text, blocks) };
}

/** A keyword test: some text of the event passes. */
export function keywordTest(
  module: Module,
  test: Extract<Cond, { kind: 'keyword' }>['test'],
): { readonly rule: CaseRule; readonly test: TextTest } {
  if (test.kind === 'regex') return { rule: 'exact', test: regexesTest(module, 'keyword', test.regexes) };
  return { rule: test.caseRule, test: patternsTest(module, 'keyword', test.patterns, test.caseRule) };
}
