import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDateTime } from '../../src/base/date-time-shape.ts';
import { addressText, networkBits, parseAddress } from '../../src/base/ip.ts';
import type { Column, Engine, TableData } from '../../src/engines/engine.ts';
import { joinedTable, jsonTable, tableOfEvents } from '../../src/engines/event-tables.ts';
import { engineIds } from '../../src/engines/index.ts';
import { storablePart } from '../../src/engines/unstorable.ts';
import { holds } from '../../src/eval/cond.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { and, leaf, literal, not, or } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { wildcardPattern } from '../../src/ir/pattern.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type {
  Call,
  CaseRule,
  Compare,
  CompareOp,
  Constant,
  Field,
  FieldType,
  FunctionId,
  Value,
} from '../../src/ir/value.ts';
import { fieldsOfCond } from '../../src/ir/walk.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import type { Note } from '../../src/target/ledger.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { testEngine } from '../../test/engines/available.ts';
import { runs } from '../../test/seed.ts';
import { sqlBackends } from './index.ts';
import { sampleFor } from './sample.ts';

const field = (name: string, type: FieldType, list = false): Field => ({ kind: 'field', name, type, list });

const F = {
  t: field('t', 'text'),
  u: field('value', 'text'),
  l: field('l"ist.\\x', 'text', true),
  m: field('item', 'text', true),
  n: field('n', 'long'),
  nl: field('nl', 'long', true),
  d: field('d', 'double'),
  b: field('b', 'boolean'),
  ts: field('ts', 'date'),
  tl: field('tl', 'date', true),
  ip: field('ip', 'ip'),
  v: field('v', 'version'),
  x: field('x', 'unknown'),
} as const;
const fields: readonly Field[] = Object.values(F);

const TEXTS = [
  ...[
    '',
    ' ',
    'a',
    'A',
    'ab',
    'AB',
    'abc',
    'k',
    'K',
    '\u212a',
    '\u0130',
    'i',
    'I',
    'ſ',
    's',
    'é',
    'É',
    'ß',
    'ẞ',
    'Σ',
    'σ',
    'ς',
  ],
  ...[
    '%',
    '_',
    'a%b',
    'a_b',
    '\\',
    'C:\\a',
    '\\%',
    '!',
    '!%',
    "it's",
    '"',
    '`',
    'a\nb',
    '*',
    '?',
    '[a]',
    '*a',
    '$',
    '--',
  ],
  ...['10', '1e5', '007', '-3', '1.5', 'true', 'false', '😀', 'a😀', '\u0085', '\ufeff', '{"a":1}', '10.0.0.1', '::1'],
];
const ADDRESSES = [
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '9.255.255.255',
    '192.168.1.1',
    '01.2.3.4',
    '1.2.3',
    '256.1.1.1',
    '10.0.0.1/8',
    ' 10.0.0.1',
    '10.0.0.1\n',
  ],
  ...[
    '::',
    '::1',
    'FE80::1',
    'fe80:0:0:0:0:0:0:1',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    '2001:db8::8a2e:370:7334',
  ],
  ...[
    'fe80:::1',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '1:2:3:4:5:6:7::8',
    '1:2:3:4::5:6:7:8',
    '::1/128',
    '12345::',
    '::g',
    ':',
    ':::',
  ],
  ...['::ffff:10.0.0.1', '::01.2.3.4', 'fe80::1%eth0', '1:2:3:4:5:6:1.2.3.4', '::1.2.3'],
];
const REGEXES = [
  ...[
    'a',
    'a.*',
    '.*b',
    'a.b',
    'ab?c',
    '[a-c]+',
    '(a|b)*c?',
    'C:\\\\.*',
    '[0-9]+',
    'k',
    'K+',
    's',
    '[^a]',
    '.',
    '.*',
    'é',
    'É|a',
    "it's",
    'a{2,3}',
    '\\*',
    '\\?a',
  ],
];
const NULS = ['\0', 'a\0b', 'ab\0', '\0ab'];
const LONGS = [0n, 1n, -1n, 5n, 10n, 4625n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const DOUBLES = [0, 1, -1.5, 0.1, 10, 2 ** 53, 1e21, 1e-7];
const NUMERALS = [
  '5',
  '+5',
  '-5',
  ' 5 ',
  '5.',
  '.5',
  '.',
  '1.5',
  '1.5e3',
  '0x10',
  '-0x1F',
  '9007199254740993',
  '12a',
  '--1',
  '+',
  '1.2.3',
  '1e400',
];
const DATES = ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.123456Z', '1999-12-31T23:59:59.999Z'];
const TIMES = [
  ...['2024-06-12T03:15:07Z', '2024-06-12T23:15:07.123456789+05:00', '2021-01-03 12:34', '2020-12-31', '2024-02-29'],
  ...['2023-02-29', '2024-12-30T00:00:00+1400', '1900-02-29', '0001-01-01', '9999-12-31T23:59:59.9Z', '2023-01-01Z'],
  ...['2024-06-12T24:00', '2024-06-12T03:15:07 ', '2024-06-12TT03:15', '2024-06-12 03:15 Z', '2024-06-12T03:15-15:00'],
  ...['2024-06-12T03', '20240612', '2024-06', '1718162107000', '2024-06-12T03:15:07,5Z', ' 2024-06-12', '2024-06-12\0'],
  ...['2024-06-12T03:15:07\n', '2024-6-12', '2024-06-12T3:15', '0000-03-04', '2024-06-12t03:15', '2024-06-12T03:15:60'],
];
const IPS = [
  '10.0.0.1',
  '10.255.0.1',
  '192.168.1.1',
  '::1',
  'FE80::1',
  'fe80:0:0:0:0:0:0:1',
  '2001:db8::8a2e:370:7334',
];
const VERSIONS = ['1.0.0', '1.2.0', '1.2', '1.2.0+b', '2.0.0-rc1', 'v1'];

const POOLS: { readonly [T in FieldType]: readonly unknown[] } = {
  text: [...TEXTS, ...NULS, ...ADDRESSES, ...NUMERALS, ...TIMES, 5, true],
  ip: IPS,
  long: LONGS,
  double: DOUBLES,
  boolean: [true, false],
  date: DATES,
  version: VERSIONS,
  unknown: [...TEXTS, ...NULS, ...ADDRESSES, ...NUMERALS, ...TIMES, 5, 10n, true, 1.5],
};

/** A fixed table of hostile events: every value of every pool, with random neighbours, nulls, lists and gaps. */
function hostileEvents(): readonly Event[] {
  const one = (of: Field): fc.Arbitrary<unknown> => {
    const value = fc.constantFrom(...POOLS[of.type]);
    return of.list
      ? fc.oneof(fc.array(fc.option(value, { freq: 6 }), { maxLength: 3 }), value)
      : fc.option(value, { freq: 6 });
  };
  const record = fc.record(Object.fromEntries(fields.map((of) => [of.name, one(of)])), { requiredKeys: [] });
  const random = fc.sample(record, { numRuns: 120, seed: 7 });
  const each = fields.flatMap((of) => POOLS[of.type].map((value) => ({ [of.name]: of.list ? [null, value] : value })));
  return [{}, ...each, ...random];
}

const EVENTS = hostileEvents();

const regexOf = (source: string, flavour: 'lucene' | 'pcre', folds: boolean): Regex => {
  const { regex } = parseRegex(Slice.verbatim(new SourceText('regex', source)), {
    flavour,
    anchoring: flavour === 'lucene' ? 'whole' : 'search',
    caseRule: folds ? 'ascii' : 'exact',
  });
  if (!regex) throw new Error(`no regex: ${source}`);
  return regex;
};

const columns: readonly Column[] = fields.map((of) => ({
  name: of.name,
  type: of.type === 'unknown' ? 'text' : of.type,
  list: of.list,
}));

const rule = (condition: Cond): Rule => ({
  metadata: {},
  language: 'eql',
  source: { path: 'a.eql', index: 0 },
  taxonomy: 'ecs',
  time: { timestamp: '@timestamp' },
  query: { kind: 'event', filter: { condition }, pipes: [] },
});

/** What has to be true of an event for an assumption to be broken by it. */
const textsOf = (event: Event, of: readonly Field[]): readonly string[] =>
  of.flatMap((each) => [event[each.name]].flat()).flatMap((value) => (typeof value === 'string' ? [value] : []));

const plainJson = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const BROKEN: Readonly<Record<string, (event: Event, of: readonly Field[]) => boolean>> = {
  'case/no-unicode-lookalike': (event, of) => textsOf(event, of).some((text) => /[^\0-\x7f]/.test(text)),
  'case/ascii-only': (event, of) => textsOf(event, of).some((text) => /[^\0-\x7f]/.test(text)),
  // A keyword reads no field by name: it is the whole event that must hold no NUL.
  'text/no-nul': (event, of) =>
    of.length === 0
      ? JSON.stringify(event, plainJson).includes('\\u0000')
      : textsOf(event, of).some((text) => text.includes('\0')),
  'number/double': () => true,
  'number/plain-spelling': (event, of) =>
    of.some((each) => each.type === 'double' || [event[each.name]].flat().some((value) => /[e.]/.test(String(value)))),
  'json/64-bit-numbers': () => false,
  'json/iso-dates': () => false,
  'json/valid-addresses': () => false,
  'json/nested-names': () => false,
  'json/no-lists-of-objects': () => false,
  'json/plain-values': () => false,
  'number/no-overflow': () => true,
  'number/decimal-text': () => true,
  'text/one-line': (event, of) => textsOf(event, of).some((text) => text.includes('\n')),
  'version/same-spelling': () => true,
  'columns/null-is-absent': (event, of) =>
    of.some(
      (each) =>
        event[each.name] === null ||
        [event[each.name]].flat().length === 0 ||
        [event[each.name]].flat().every((v) => v === null),
    ),
  'columns/unknown-is-text': (event, of) =>
    of.some((each) => event[each.name] !== undefined && typeof event[each.name] !== 'string'),
  'time/plain-text': (event, of) =>
    of.some((each) => [event[each.name]].flat().some((value) => !isDateTime(String(value)))),
  'cidr/no-dotted-tail': (event, of) => textsOf(event, of).some((text) => /:.*\./.test(text)),
  'schema/scalar-fields': () => false,
};

/** No table holds the first, and a witness for the others takes knowing the engine's own rounding or REGEXP. */
const UNSHOWN = new Set(['schema/scalar-fields', 'number/double', 'version/same-spelling']);

const excused = (notes: readonly Note[], event: Event, of: readonly Field[]): boolean =>
  notes.some((note) => note.effect !== 'conditional' || (BROKEN[note.assumption ?? '']?.(event, of) ?? false));

const values = (() => {
  const text = fc.oneof(
    fc.constantFrom(...TEXTS, ...NULS),
    fc.array(fc.constantFrom(...TEXTS), { maxLength: 3 }).map((parts) => parts.join('')),
  );
  const caseRule = fc.constantFrom<CaseRule>('exact', 'ascii', 'simple');
  const op = fc.constantFrom<CompareOp>('eq', 'ne', 'lt', 'lte', 'gt', 'gte');
  const textField = fc.constantFrom(F.t, F.u, F.l, F.m);
  const anyField = fc.constantFrom(...fields);
  const constantFor = (type: FieldType): fc.Arbitrary<Constant> => {
    switch (type) {
      case 'text':
      case 'ip':
        return text.map((value) => ({ type: 'text', value }));
      case 'long':
      case 'double':
        return fc.oneof(
          fc.constantFrom(...LONGS, 2n ** 64n, -(2n ** 70n)).map<Constant>((value) => ({ type: 'integer', value })),
          fc.constantFrom(...DOUBLES, -0.5, 1e300).map<Constant>((value) => ({ type: 'real', value })),
        );
      case 'boolean':
        return fc.boolean().map((value) => ({ type: 'boolean', value }));
      case 'date':
        return fc
          .constantFrom(1767603600000000000n, 1767603600123456000n, 1767603600123456789n, 946684799999000000n)
          .map((value) => ({ type: 'date', value }));
      case 'version':
        return fc.constantFrom(...VERSIONS).map((value) => ({ type: 'version', value }));
      case 'unknown':
        return fc.oneof(
          text.map<Constant>((value) => ({ type: 'text', value })),
          fc.constantFrom(...LONGS).map<Constant>((value) => ({ type: 'integer', value })),
          fc.boolean().map<Constant>((value) => ({ type: 'boolean', value })),
        );
    }
  };
  const compare = anyField.chain((left) =>
    fc.record<Compare>({
      kind: fc.constant('compare' as const),
      op,
      left: fc.constant(left),
      right: constantFor(left.type).map((constant) => literal(constant)),
      caseRule,
    } as never),
  );
  const flipped = compare.map<Value>((node) => ({ ...node, left: node.right, right: node.left }));
  const twoFields = fc
    .tuple(anyField, anyField, op, caseRule)
    .map<Value>(([left, right, o, c]) => ({ kind: 'compare', op: o, left, right, caseRule: c }));
  const oneOf = anyField.chain((subject) =>
    fc.record<Value>({
      kind: fc.constant('one-of' as const),
      subject: fc.constant(subject),
      options: fc.array(
        constantFor(subject.type).map((constant) => literal(constant)),
        { minLength: 1, maxLength: 4 },
      ),
      caseRule,
    } as never),
  );
  const wild = fc
    .array(fc.oneof(fc.constantFrom('*', '?'), fc.constantFrom(...TEXTS, ...NULS)), { maxLength: 4 })
    .map((parts) => wildcardPattern(parts.join('')));
  const match = fc.record<Value>({
    kind: fc.constant('match' as const),
    subject: fc.oneof({ weight: 5, arbitrary: textField }, { weight: 1, arbitrary: anyField }),
    patterns: fc.array(wild, { minLength: 1, maxLength: 3 }),
    caseRule,
  } as never);
  const scalarText = fc.oneof(
    fc.constantFrom<Value>(F.t, F.u, F.x),
    text.map<Value>((value) => literal({ type: 'text', value })),
  );
  const textArg = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Value>(F.t, F.u, F.l, F.x, F.v) },
    { weight: 2, arbitrary: scalarText },
    { weight: 1, arbitrary: fc.constantFrom<Value>(F.n, F.b) },
  );
  const small = fc.oneof(
    fc
      .constantFrom(0n, 1n, 2n, 3n, -1n, -2n, 99n, -99n, 2n ** 40n)
      .map<Value>((value) => literal({ type: 'integer', value })),
    fc.constantFrom<Value>({ kind: 'call', fn: 'length', args: [F.u], caseRule: 'exact' }, literal({ type: 'null' })),
  );
  const call = (
    fn: FunctionId,
    caseOf: fc.Arbitrary<CaseRule>,
    ...args: fc.Arbitrary<Value | undefined>[]
  ): fc.Arbitrary<Call> =>
    fc.tuple(caseOf, ...args).map(([c, ...list]) => ({
      kind: 'call',
      fn,
      args: (list as (Value | undefined)[]).flatMap((arg) => arg ?? []),
      caseRule: c as CaseRule,
    }));
  const maybe = (arg: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arg, { nil: undefined });
  const exact = fc.constant<CaseRule>('exact');
  const truth = fc.boolean().map<Value>((value) => literal({ type: 'boolean', value }));
  const mark = fc
    .constantFrom('', 'a', 'A', 'b', '\\', '%', 'é', 'k')
    .map<Value>((value) => literal({ type: 'text', value }));
  const number = fc.oneof(
    fc.constantFrom<Value>(F.n, F.d, F.nl),
    fc.constantFrom(0n, 1n, -3n, 7n, 2n ** 62n).map<Value>((value) => literal({ type: 'integer', value })),
    fc.constantFrom(0, 1.5, -0.25).map<Value>((value) => literal({ type: 'real', value })),
  );
  const operators = fc.constantFrom<FunctionId>('add', 'subtract', 'multiply', 'divide', 'modulo');
  const arithmetic: fc.Arbitrary<Value> = operators.chain((fn) => call(fn, exact, number, number));
  const deeper = operators.chain((fn) => call(fn, exact, arithmetic, number));
  const textual = fc.oneof(
    call('between', caseRule, textArg, mark, mark, maybe(truth)),
    call('concat', exact, textArg, textArg),
    call('string', exact, textArg),
    call('substring', exact, textArg, small, maybe(small)),
  );
  const whole = fc.oneof(
    call('length', exact, textArg),
    call(
      'index-of',
      caseRule,
      textArg,
      scalarText,
      maybe(fc.constantFrom(0n, 1n, 2n, 99n, -1n).map<Value>((value) => literal({ type: 'integer', value }))),
    ),
    call('number', exact, textArg),
    arithmetic,
    deeper,
  );
  const boolean = fc
    .constantFrom<FunctionId>('starts-with', 'ends-with', 'string-contains')
    .chain((fn) => call(fn, caseRule, textArg, scalarText));
  const overCalls = fc.oneof(
    boolean,
    fc.tuple(textual, op, text, caseRule).map<Value>(([left, o, value, c]) => ({
      kind: 'compare',
      op: o,
      left,
      right: literal({ type: 'text', value }),
      caseRule: c,
    })),
    fc
      .tuple(textual, wild, caseRule)
      .map<Value>(([subject, pattern, c]) => ({ kind: 'match', subject, patterns: [pattern], caseRule: c })),
    fc
      .tuple(
        whole,
        op,
        fc.oneof(
          fc.constantFrom(...LONGS, 2n, 3n, -2n, 2n ** 80n).map((value) => literal({ type: 'integer', value })),
          fc.constantFrom(0.5, 2).map((value) => literal({ type: 'real', value })),
        ),
      )
      .map<Value>(([left, o, right]) => ({ kind: 'compare', op: o, left, right, caseRule: 'exact' })),
  );
  const network = fc
    .oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 32 }), fc.constantFrom(...ADDRESSES))
        .map(([prefix, address]) => ({ prefix, address, family: 4 as const })),
      fc
        .tuple(fc.integer({ min: 0, max: 128 }), fc.constantFrom(...ADDRESSES))
        .map(([prefix, address]) => ({ prefix, address, family: 6 as const })),
    )
    .map(({ prefix, address, family }) => {
      const found = parseAddress(address);
      const bits = networkBits(
        found?.family === family ? found : { family, bits: family === 4 ? 0x0a000000n : 1n },
        prefix,
      );
      return { family, prefix, bits, text: `${addressText({ family, bits })}/${prefix}` };
    });
  const cidr = fc
    .tuple(fc.constantFrom<Value>(F.ip, F.t, F.x, F.l), fc.array(network, { minLength: 1, maxLength: 4 }))
    .map<Value>(([subject, networks]) => ({ kind: 'cidr', subject, networks }));
  const regex = fc
    .tuple(
      fc.constantFrom<Value>(F.t, F.l, F.x),
      fc.constantFrom(...REGEXES),
      fc.constantFrom('lucene', 'pcre'),
      fc.boolean(),
    )
    .map<Value>(([subject, source, flavour, folds]) => ({
      kind: 'regex',
      subject,
      regexes: [regexOf(source, flavour as 'lucene' | 'pcre', folds)],
    }));
  const time = fc
    .tuple(
      fc.constantFrom<Value>(F.t, F.x, F.l, F.ts, F.tl, F.b),
      fc.constantFrom<readonly [string, readonly bigint[]]>(
        ['minute', [0n, 15n, 34n, 59n]],
        ['hour', [0n, 3n, 9n, 12n, 23n, 24n]],
        ['day', [1n, 3n, 5n, 12n, 29n, 31n]],
        ['week', [1n, 2n, 9n, 24n, 52n, 53n]],
        ['month', [1n, 2n, 6n, 12n, 13n]],
        ['year', [1n, 1900n, 1999n, 2021n, 2024n, 9999n]],
      ),
      op,
      fc.nat(),
    )
    .map<Value>(([of, [part, numbers], o, at]) => ({
      kind: 'compare',
      op: o,
      left: { kind: 'call', fn: 'time-part', args: [of, literal({ type: 'text', value: part })], caseRule: 'exact' },
      right: literal({ type: 'integer', value: numbers[at % numbers.length] ?? 0n }),
      caseRule: 'exact',
    }));
  const flat = fc.oneof(
    time,
    compare,
    flipped,
    twoFields,
    oneOf,
    match,
    match,
    overCalls,
    overCalls,
    overCalls,
    cidr,
    regex,
  );
  const nested = fc.tuple(flat, fc.constantFrom<CompareOp>('eq', 'ne'), fc.boolean()).map(([left, o, value]): Value => {
    return {
      kind: 'compare',
      op: o,
      left: left as Value,
      right: literal({ type: 'boolean', value }),
      caseRule: 'exact',
    };
  });
  const onTexts = fc
    .tuple(fc.constantFrom<Value>(F.t, F.u, F.l, F.x, F.ip), fc.array(wild, { minLength: 1, maxLength: 3 }), caseRule)
    .map<Value>(([subject, patterns, c]) => ({ kind: 'match', subject, patterns, caseRule: c }));
  const plain = fc.oneof(time, compare, oneOf, onTexts, onTexts, cidr, regex);
  return { plain, wild, all: fc.oneof({ weight: 8, arbitrary: flat }, { weight: 1, arbitrary: nested }) };
})();

const condValue = values.all;
const plainTest = values.plain as fc.Arbitrary<Value>;

const condition: fc.Arbitrary<Cond> = (() => {
  const present = fc.constantFrom(...fields).map<Cond>((value) => ({ kind: 'has-value', value }));
  const key = fc.constantFrom(...fields).map<Cond>((of) => ({ kind: 'has-key', field: of }));
  const keyword = fc
    .tuple(values.wild, fc.constantFrom<CaseRule>('exact', 'ascii', 'simple'))
    .map<Cond>(([pattern, caseRule]) => ({ kind: 'keyword', test: { kind: 'match', patterns: [pattern], caseRule } }));
  const single = fc.oneof(
    { weight: 1, arbitrary: keyword },
    { weight: 8, arbitrary: condValue.map((value) => leaf(value as Value)) },
    { weight: 1, arbitrary: present },
    { weight: 1, arbitrary: key },
  );
  return fc.oneof(
    { weight: 6, arbitrary: single },
    { weight: 2, arbitrary: single.map((cond) => not(cond)) },
    { weight: 1, arbitrary: fc.tuple(single, single).map((both) => not(or(both))) },
    { weight: 1, arbitrary: fc.tuple(single, single).map(([a, b]) => and([a, not(b)])) },
  );
})();

/** The event with its dotted names as nested objects. */
function nestedEvent(event: Event): Event {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    const [head = '', ...rest] = name.split('.');
    out[head] = rest.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
  }
  return out;
}

const LAYOUTS = {
  // The whole event stands beside its columns: keywords are looked for there.
  columns: (name: string, events: readonly Event[]): TableData =>
    joinedTable(tableOfEvents(name, columns, events), jsonTable(name, events)).table,
  json: (name: string, events: readonly Event[]): TableData => jsonTable(name, events.map(nestedEvent)).table,
} as const;

const LAYOUT_EVENTS = { columns: (event: Event): Event => event, json: nestedEvent } as const;

async function load(engine: Engine, table: TableData): Promise<readonly number[]> {
  const part = storablePart(engine.id, table).table;
  await engine.createTable(part);
  return part.rows.map((row) => Number(row._id));
}

const shown = (value: unknown): string => JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));

describe.each(engineIds.flatMap((id) => (['columns', 'json'] as const).map((layout) => ({ id, layout }))))(
  'sql:$id means what the rule means, layout $layout',
  ({ id, layout }) => {
    const backend = sqlBackends.find((each) => each.id === `sql:${id}`);
    const options = {
      ...defaultEmitOptions,
      layout,
      comments: false,
      window: 'none',
      idColumn: '_id',
      table: `random_${layout}`,
    } as const;

    test('random conditions on hostile rows', { timeout: 300_000 }, async (context) => {
      const engine = await testEngine(id);
      if ('missing' in engine || !backend) return context.skip(`no ${id}`);
      const stored = await load(engine, LAYOUTS[layout](options.table, EVENTS));
      let texts = 0;
      await fc.assert(
        fc.asyncProperty(condition, async (cond) => {
          const emission = backend.emit(rule(cond), options);
          if (emission.text === undefined) return;
          texts++;
          const answer = await engine.query(emission.text).catch((error: unknown) => {
            throw new Error(`${emission.text}\n${String(error)}`);
          });
          const found = new Set(answer.rows.map((row) => Number(row[0])));
          const of = JSON.stringify(cond, (_, v) => (typeof v === 'bigint' ? 0 : v)).includes('"keyword"')
            ? fields
            : fieldsOfCond(cond);
          for (const id of stored) {
            const event = EVENTS[id] ?? {};
            if (holds(cond, event) === found.has(id) || excused(emission.notes, event, of)) continue;
            expect.fail(`${emission.text}\n${shown(event)}\nwanted ${holds(cond, event)}`);
          }
        }),
        { numRuns: Number(process.env.RUNS ?? runs(80)) },
      );
      expect(texts).toBeGreaterThan(5);
      await engine.drop(options.table);
    });

    test('every witness of a plain test shows the difference', { timeout: 300_000 }, async (context) => {
      const engine = await testEngine(id);
      if ('missing' in engine || !backend) return context.skip(`no ${id}`);
      const tried = new Set<string>();
      for (const value of fc.sample(plainTest, { numRuns: 150, seed: 11 })) {
        const cond = leaf(value);
        const [of] = fieldsOfCond(cond);
        if (!of || !holds(cond, { [of.name]: sampleFor(cond) })) continue;
        const emission = backend.emit(rule(cond), { ...options, table: 'witness' });
        for (const note of emission.notes) {
          const { assumption = '' } = note;
          const isOrder = value.kind === 'compare' && value.op !== 'eq';
          const takesAll = value.kind === 'regex' && holds(cond, { [of.name]: '' });
          if ((assumption === 'json/plain-values' && isOrder) || (assumption === 'text/no-nul' && takesAll)) continue;
          const given = note.witness ?? {};
          const witness = assumption.startsWith('json/n') ? given : LAYOUT_EVENTS[layout](given);
          if (emission.text === undefined || UNSHOWN.has(assumption)) continue;
          const table =
            layout === 'columns'
              ? tableOfEvents('witness', columns, [witness]).table
              : jsonTable('witness', [witness]).table;
          const part = storablePart(engine.id, table).table;
          if (part.rows.length === 0) continue;
          await engine.createTable(part);
          const answer = await engine.query(emission.text);
          await engine.drop('witness');
          tried.add(assumption);
          expect(answer.rows.length > 0, `${assumption} ${shown(witness)}\n${emission.text}`).not.toBe(
            holds(cond, witness),
          );
        }
      }
      expect(tried.size).toBeGreaterThan(layout === 'json' ? 3 : id === 'clickhouse' ? -1 : 0);
    });
  },
);
