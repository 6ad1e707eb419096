import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../src/eval/cond.ts';
import { runEventQuery } from '../../src/eval/event-query.ts';
import type { Event } from '../../src/eval/read-field.ts';
import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { and, leaf, literal, or } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { wildcardPattern } from '../../src/ir/pattern.ts';
import type { EventQuery, Pipe, Query } from '../../src/ir/query.ts';
import type { Rule, RuleMetadata } from '../../src/ir/rule.ts';
import type { CaseRule, Constant, Field, Value } from '../../src/ir/value.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs } from '../../test/seed.ts';
import { compileMatcher } from './compile-matcher.ts';
import { js } from './index.ts';
import { load } from './load-module.test-support.ts';
import { compilePredicate } from './predicate.ts';
import { field } from './runtime/field.ts';
import { asDate, asScalar } from './runtime/read.ts';
import { inOrder } from './runtime/select.ts';

const ruleOf = (query: Query, metadata: RuleMetadata = {}): Rule => ({
  metadata,
  language: 'eql',
  source: { path: 't', index: 0 },
  taxonomy: 'ecs',
  time: { timestamp: '@timestamp', tiebreaker: 'sequence' },
  query,
});

const eventQuery = (condition: Cond, pipes: readonly Pipe[] = []): EventQuery => ({
  kind: 'event',
  filter: { condition },
  pipes,
});

const text = (name: string): Field => ({ kind: 'field', name, type: 'text', list: false });
const equals = (name: string, value: string): Cond =>
  leaf({ kind: 'compare', op: 'eq', left: text(name), right: literal({ type: 'text', value }), caseRule: 'exact' });
const like = (name: string, pattern: string, caseRule: CaseRule = 'ascii'): Cond =>
  leaf({ kind: 'match', subject: text(name), patterns: [wildcardPattern(pattern)], caseRule });

function regex(name: string, source: string, flavour: 'lucene' | 'pcre' = 'lucene'): Cond {
  const anchoring = flavour === 'lucene' ? 'whole' : 'search';
  const parsed = parseRegex(Slice.verbatim(new SourceText('t', source)), { flavour, anchoring, caseRule: 'ascii' });
  if (!parsed.regex) throw new Error('no expression');
  return leaf({ kind: 'regex', subject: text(name), regexes: [parsed.regex] });
}

function emitted(query: Query, metadata: RuleMetadata = {}): string {
  const { text: source, notes } = js.emit(ruleOf(query, metadata), defaultEmitOptions);
  if (source === undefined) throw new Error(`no output: ${JSON.stringify(notes)}`);
  return source;
}

/** The module's and the predicate's answer. */
async function both(condition: Cond): Promise<readonly ((event: unknown) => boolean)[]> {
  const predicate = compilePredicate(ruleOf(eventQuery(condition)));
  if (typeof predicate !== 'function') throw new Error(predicate.unsupported);
  return [(await load(emitted(eventQuery(condition)))).matches, predicate];
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '`',
        '\\',
        '\n',
        '\r',
        '\u2028',
        '\u2029',
        '\0',
        '*/',
        '/*',
        '//',
        '${',
        '}',
        '</script>',
        '<!--',
        '-->',
        '<SCRIPT',
        '%',
        '\u202e',
        '\ud800',
        '\udc00',
        '__proto__',
        '.',
        ';',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('text of a rule', () => {
  test('stays where it is put, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, hostile, async (title, id, name, value) => {
        const metadata = { name: title, ruleId: id, tags: [value, title], license: title };
        const condition = or([equals(name, value), and([equals(name, title), like(name, `*${value}?${title}*`)])]);
        const source = emitted(eventQuery(condition), metadata);
        expect(source).not.toMatch(/<\/|<!|<script|[\u2028\u2029\u202e\0\r]/i);
        expect(source.isWellFormed()).toBe(true);
        const module = await load(source);
        expect(module.rule).toMatchObject({ title, id, tags: [value, title] });
        const event = JSON.parse(JSON.stringify({ other: 1 })) as Record<string, unknown>;
        Object.defineProperty(event, name, { value, enumerable: true });
        expect(module.matches(event)).toBe(true);
        expect(module.matches({ [`${name}x`]: value })).toBe(false);
      }),
      { numRuns: runs(300) },
    );
  });

  test('names of fields never take the place of anything else', async () => {
    const names = [
      'rule',
      'matches',
      'event',
      'v',
      'field',
      'asText',
      'class',
      'default',
      'let',
      'await',
      'constructor',
      '1',
      '-',
      '',
      'é',
      'a.b',
      'a_b',
      'aB',
      'glob',
      'arguments',
      'eval',
      'Set',
    ];
    const twice = names.map((name) => or([like(name, 'A*'), like(name, '*z'), like(name, 'a?c')]));
    const condition = and(twice);
    const event = Object.fromEntries(names.map((name) => [name, 'abc']));
    for (const matches of await both(condition)) {
      expect(matches(event)).toBe(true);
      expect(matches({ ...event, Set: 'b' })).toBe(false);
    }
  });

  test('of 40 kB and rules of thousands of leaves are no trouble', async () => {
    const long = "'".repeat(40_000);
    const many = Array.from({ length: 5000 }, (_, i) => like(`f${i % 50}`, `*${i}x?y`));
    for (const matches of await both(or([equals(long, long), ...many]))) {
      expect(matches({ [long]: long })).toBe(true);
      expect(matches({ f7: 'a4957xzy' })).toBe(true);
      expect(matches({ f7: 'a4958xzy' })).toBe(false);
    }
  });

  test('comments can be left out', () => {
    const rule = ruleOf(eventQuery(equals('a', 'b')), { name: 'Title' });
    expect(js.emit(rule, { ...defaultEmitOptions, comments: false }).text).toMatch(/^export const rule/);
  });
});

describe('events', () => {
  const condition = or([
    like('a.b', '*x*'),
    { kind: 'has-key', field: text('c') },
    { kind: 'keyword', test: { kind: 'match', patterns: [wildcardPattern('needle')], caseRule: 'ascii' } },
  ]);

  test('of any kind pass or do not pass', async () => {
    const cyclic: Record<string, unknown> = { a: { b: 'y' } };
    const list: unknown[] = ['y'];
    list.push(list, cyclic);
    cyclic.self = cyclic;
    cyclic['a.b'] = list;
    let shared: unknown[] = ['y'];
    for (let i = 0; i < 60; i++) shared = [shared, shared];
    let deep: unknown = 'y';
    for (let i = 0; i < 200_000; i++) deep = [deep];
    const odd = [null, undefined, 0, 1n, '', 'x', true, Symbol('s'), () => 1, new Map(), new Date(Number.NaN), []];
    for (const matches of await both(condition)) {
      for (const event of [...odd, cyclic, { 'a.b': shared }, { a: { b: deep } }, Object.create(null)])
        expect(matches(event)).toBe(false);
      expect(matches({ a: [[{ b: [['x']] }]] })).toBe(true);
      expect(matches({ deep: [{ er: ['NEEDLE'] }] })).toBe(true);
    }
  });

  test('give own keys only', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'a.__proto__.polluted', 'hasOwnProperty', 'a.length'];
    const any = or(names.map((name): Cond => ({ kind: 'has-key', field: text(name) })));
    for (const matches of await both(any)) {
      expect(matches({ a: { b: 1 } })).toBe(false);
      expect(matches({ a: ['x'] })).toBe(false);
      expect(matches(JSON.parse('{"__proto__": 1}'))).toBe(true);
      expect(matches(JSON.parse('{"a": {"__proto__": {"polluted": 1}}}'))).toBe(true);
      expect(Object.hasOwn({}, 'polluted')).toBe(false);
    }
  });

  test('of a megabyte take linear time', async () => {
    const a = 'a'.repeat(1_000_000);
    const conditions = [
      like('f', '*a?a?a*b*'),
      like('f', `*${'a*'.repeat(30)}b`),
      regex('f', '(a*)*b'),
      regex('f', '.*a.*a.*a.*b'),
      regex('f', '(a|aa)+$', 'pcre'),
      regex('f', '\\bx\\b', 'pcre'),
      leaf({
        kind: 'compare',
        op: 'lt',
        left: text('f'),
        right: literal({ type: 'text', value: `${a.slice(0, 10)}` }),
        caseRule: 'exact',
      }),
    ];
    for (const [i, one] of conditions.entries()) {
      for (const matches of await both(one)) {
        const begin = cpuTime();
        matches({ f: a });
        matches({ f: `${a}b`, g: Array.from({ length: 100_000 }, () => 'a') });
        expect(cpuTime() - begin, `condition ${i}`).toBeLessThan(2000);
      }
    }
  });

  test('of long dotted names are read in linear time', async () => {
    const name = Array.from({ length: 5000 }, () => 'a').join('.');
    const nested = JSON.parse(`${'{"a":'.repeat(5000)}"x"${'}'.repeat(5000)}`) as Event;
    for (const matches of await both(equals(name, 'x'))) {
      const begin = cpuTime();
      expect(matches(nested)).toBe(true);
      expect(matches({ [name]: 'x' })).toBe(true);
      expect(matches({ [name]: 'y' })).toBe(false);
      expect(cpuTime() - begin).toBeLessThan(1000);
    }
  });
});

test('an automaton keeps apart what its position tests tell apart', async () => {
  for (const matches of await both(regex('f', '.\\bb', 'pcre')))
    expect(['éb', 'ab', ' b', 'éb', '-b'].map((f) => matches({ f }))).toEqual([true, false, true, true, true]);
});

test('an automaton of very many sets of states forgets, and is right', async () => {
  const random = (seed: number) => (i: number) => ((seed * 7919 + i * 104_729) ^ (i * i * 31)) & 64;
  const text60 = Array.from({ length: 60_000 }, (_, i) => (random(3)(i) ? 'a' : 'b')).join('');
  for (const matches of await both(regex('f', '(a|b)*a(a|b){14}')))
    for (const f of [`${text60}a${'b'.repeat(14)}`, `${text60}b${'b'.repeat(14)}`])
      expect(matches({ f })).toBe(f.at(-15) === 'a');
});

/** A scalar as a constant of the IR. */
function constantOf(value: Scalar): Constant {
  if (value === null) return { type: 'null' };
  if (typeof value === 'string') return { type: 'text', value };
  if (typeof value === 'bigint') return { type: 'integer', value };
  if (typeof value === 'number') return { type: 'real', value };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  return value.kind === 'instant' ? { type: 'date', value: value.nanos } : { type: 'version', value: value.text };
}

test.each(Object.values(functions))('$id gives in a module what its examples say', async (spec) => {
  for (const { args, gives, caseRule = 'exact' } of spec.examples) {
    const values = args.map((arg): Value => literal(constantOf(arg ?? null)));
    const call: Value = { kind: 'call', fn: spec.id, args: values, caseRule };
    const condition: Cond =
      gives === null
        ? { kind: 'not', inner: { kind: 'has-value', value: call } }
        : leaf({ kind: 'compare', op: 'eq', left: call, right: literal(constantOf(gives)), caseRule: 'exact' });
    for (const matches of await both(condition))
      expect(
        matches({}),
        JSON.stringify(args, (_, v) => (typeof v === 'bigint' ? `${v}` : v)),
      ).toBe(true);
  }
});

test('a field that is absent counts as left out where the function says so', async () => {
  const call = (fn: 'index-of' | 'substring' | 'number', args: readonly Value[]): Value => ({
    kind: 'call',
    fn,
    args,
    caseRule: 'exact',
  });
  const t = literal({ type: 'text', value: '12' });
  const start: Field = { kind: 'field', name: 's', type: 'long', list: false };
  const calls = [
    call('index-of', [t, t, start]),
    call('substring', [t, start]),
    call('number', [t, start]),
    call('index-of', [t, start]),
  ];
  for (const value of calls) {
    for (const condition of [
      { kind: 'has-value', value } as const,
      leaf({ kind: 'compare', op: 'ne', left: value, right: literal({ type: 'text', value: 'x' }), caseRule: 'exact' }),
    ]) {
      for (const matches of await both(condition)) {
        for (const event of [{}, { s: [0, 99] }, { s: 'x' }, { s: '8' }])
          expect(matches(event)).toBe(holds(condition, event));
      }
    }
  }
});

test('select applies the pipes in the order of time', async () => {
  const event = fc.record(
    {
      '@timestamp': fc.constantFrom<unknown>('2024-01-01', '2024-01-01T00:00:00.000000001Z', '1704067200000', 0, 'x', [
        'x',
        5,
      ]),
      sequence: fc.constantFrom<unknown>(1, 2, 10, 2n ** 60n, null),
      f: fc.constantFrom('x', 'y'),
    },
    { requiredKeys: [] },
  );
  const pipe = fc.record({
    kind: fc.constantFrom('head' as const, 'tail' as const),
    count: fc.constantFrom(0n, 1n, 3n, 2n ** 80n),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 12 }),
      fc.array(pipe, { minLength: 1, maxLength: 3 }),
      async (events, pipes) => {
        const query = eventQuery(like('f', 'X'), pipes);
        const { select } = await load(emitted(query));
        const meant = runEventQuery(query, events, ruleOf(query).time).map((index) => events[index]);
        expect(select?.(events)).toEqual(meant);
        const cuts = pipes.map(({ kind, count }) => ({ keep: kind, count: Number(count) }));
        const matching = events.filter((found) => found.f === 'x');
        expect(inOrder(matching, field('@timestamp', asDate), field('sequence', asScalar), cuts)).toEqual(meant);
      },
    ),
    { numRuns: runs(200) },
  );
});

test('what no module can say is unsupported, with the reason', () => {
  const look = ruleOf(eventQuery(regex('a', 'a(?=b)', 'pcre')));
  const { text: source, notes } = js.emit(look, defaultEmitOptions);
  expect(source).toBeUndefined();
  expect(notes).toMatchObject([
    { effect: 'unsupported', construct: 'regex', why: 'no matcher in linear time has look-ahead' },
  ]);
  expect(compilePredicate(look)).toEqual({ unsupported: 'no matcher in linear time has look-ahead' });
  const filter = { condition: regex('a', 'a(?=b)', 'pcre') };
  const sequence = ruleOf({ kind: 'sequence', steps: [{ filter, keys: [], missing: false }], pipes: [] });
  expect(js.emit(sequence, defaultEmitOptions)).toMatchObject({ notes: [{ effect: 'unsupported' }] });
  expect(compileMatcher(sequence)).toEqual({ unsupported: 'no matcher in linear time has look-ahead' });
  expect(compilePredicate(sequence)).toEqual({ unsupported: 'a sequence looks at several events' });
  expect(compileMatcher(look)).toMatchObject({ unsupported: expect.any(String) });
});

test('the same rule gives the same bytes when the package is bundled and minified', async () => {
  const contents = `export { js } from './index.ts'; export { compilePredicate } from './predicate.ts';`;
  const resolveDir = new URL('.', import.meta.url).pathname;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
  });
  const bundle = (await load(outputFiles[0]?.text ?? '')) as unknown as {
    readonly js: typeof js;
    readonly compilePredicate: typeof compilePredicate;
  };
  const rule = ruleOf(eventQuery(or([like('a', '*x?y*'), regex('b', 'a+b')])));
  expect(bundle.js.emit(rule, defaultEmitOptions).text).toBe(js.emit(rule, defaultEmitOptions).text);
  const predicate = bundle.compilePredicate(rule);
  expect(typeof predicate === 'function' && predicate({ b: 'AAB' })).toBe(true);
});
