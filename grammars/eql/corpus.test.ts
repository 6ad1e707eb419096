import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { columnShift } from '../../test/conformance/eql-columns.ts';
import type { EqlExpression } from './ast.ts';
import { type EqlParse, parseEqlExpression, parseEqlStatement } from './parse.ts';

const shared = (path: string): URL => new URL(`../../../shared/corpus/${path}`, import.meta.url);
const there = existsSync(shared('eql/cases.json'));
// biome-ignore lint/suspicious/noConsole: what a clone can not run is said, not skipped in silence
if (!there) console.log('EQL grammar: the shared corpus is not beside the repository; its cases are left out');

const slice = (text: string): Slice => Slice.verbatim(new SourceText('case.eql', text));

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly dialect: string;
  readonly kind: string;
  readonly query: string;
  readonly expected?: { readonly value?: unknown; readonly field?: string; readonly literals?: readonly string[] };
  readonly expected_error?: {
    readonly stage: string;
    readonly message: string | null;
    readonly line?: number;
    readonly column?: number;
  };
}

function cases(): readonly Case[] {
  if (!there) return [];
  const all: readonly Case[] = JSON.parse(readFileSync(shared('eql/cases.json'), 'utf8'));
  return all.filter((one) => one.dialect === 'elasticsearch');
}

function lines<T>(path: string): readonly T[] {
  if (!there) return [];
  return readFileSync(shared(path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const parse = (one: Case): EqlParse<unknown> =>
  one.kind === 'parse-expression' ? parseEqlExpression(slice(one.query)) : parseEqlStatement(slice(one.query));

/** The table of functions belongs to the front end, so it counts arguments; Elasticsearch does while it parses. */
const countsArguments = (one: Case): boolean => one.expected_error?.message?.includes('error building') ?? false;
const isRefused = (one: Case): boolean => one.expected_error?.stage === 'parse' && !countsArguments(one);
/** Two joins whose keys are expressions: they are refused twice, and have no tree. */
const isJoinOfExpressions = (one: Case): boolean =>
  one.expected_error?.stage === 'after-parse' && /by string\(/.test(one.query);

describe.runIf(there)('cases of the Elasticsearch suites', () => {
  test.each(cases().filter((one) => !isRefused(one) && !isJoinOfExpressions(one)))('$suite $name is read', (one) => {
    const { ast, diagnostics } = parse(one);
    expect(diagnostics.filter(({ code }) => code !== 'eql/join-unsupported' && code !== 'eql/key-count')).toEqual([]);
    expect(ast).toBeDefined();
  });

  test.each(cases().filter(isRefused))('$suite $name is refused', (one) => {
    const { ast, diagnostics } = parse(one);
    expect(ast).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  test.each(cases().filter((one) => isRefused(one) && one.expected_error?.column !== undefined))(
    '$suite $name is refused at its place',
    (one) => {
      const [first] = parse(one).diagnostics;
      const place = first?.span?.source.position(first.span.start);
      const shift = columnShift(first?.code, one.expected_error?.message ?? null);
      expect({ line: place?.line, column: (place?.column ?? 0) + shift }).toEqual({
        line: one.expected_error?.line,
        column: one.expected_error?.column,
      });
    },
  );

  test('few errors of the suites are told by the general sentence', () => {
    const general = cases()
      .filter(isRefused)
      .filter((one) => parse(one).diagnostics[0]?.code === 'eql/unexpected-token')
      .map((one) => one.name);
    // A raw string or a name with a quote too many, followed by what the quotes were to hold.
    expect(general.filter((name) => !/testTripleDoubleQuoted|testBackQuoted/.test(name))).toEqual([]);
  });
});

/** The literal values below a node, in the order of the text. */
function literals(node: EqlExpression): readonly unknown[] {
  if (node.kind === 'compare') return [...literals(node.left), ...literals(node.right)];
  if (node.kind === 'sign')
    return literals(node.operand).map((value) => (node.operator === '-' ? -Number(value) : value));
  if (node.kind === 'null') return [null];
  return node.kind === 'integer' ? [Number(node.value)] : 'value' in node ? [node.value] : [];
}

describe.runIf(there)('values of the Elasticsearch suites', () => {
  const valued = cases().filter(
    ({ kind, expected }) => kind === 'parse-expression' && expected && !('parses' in expected),
  );
  test.each(valued)('$name: $query', ({ query, expected = {} }) => {
    const { ast } = parseEqlExpression(slice(query));
    if (!ast) throw new Error('no tree');
    if (expected.field !== undefined) expect(ast).toMatchObject({ kind: 'field', name: expected.field });
    else expect(literals(ast)).toEqual(expected.literals ?? [expected.value]);
  });
});

/** What a query has as errors, in words, to be read when a test fails. */
const complaints = (query: string): readonly string[] => parseEqlStatement(slice(query)).diagnostics.map(messageOf);

describe.runIf(there)('rules', () => {
  test('every rule of the current release is read', () => {
    const rules = lines<{ path: string; query: string }>('elastic/eql_rules.ndjson');
    expect(rules).toHaveLength(647);
    expect(rules.filter(({ query }) => complaints(query).length > 0).map(({ path }) => path)).toEqual([]);
  });

  test('every older text is read; two have a comma too many, and a warning says so', () => {
    const rules = lines<{ query: string }>('elastic/eql_rules_history.ndjson');
    const refused = rules.map(({ query }) => complaints(query)).filter((found) => found.length > 0);
    expect(rules).toHaveLength(926);
    expect(refused).toEqual(
      Array.from({ length: 2 }, () => ['nothing follows the comma; it is read as if it were not there']),
    );
  });

  test('the queries on documentation pages are read', () => {
    const pages = lines<{ expected: { query?: string } }>('elastic/page_fixtures.ndjson');
    const queries = pages.flatMap(({ expected }) => expected.query ?? []);
    expect(queries).toHaveLength(96);
    expect(queries.flatMap(complaints)).toEqual([]);
  });

  test('the generated queries are read, where they are EQL', () => {
    const queries = lines<{ query: string }>('elastic/geneve_query_documents.ndjson').map(({ query }) => query);
    const eql = queries.filter((query) => /\bwhere\b/.test(query));
    expect([queries.length, eql.length]).toEqual([69, 64]);
    expect(eql.flatMap(complaints)).toEqual([]);
  });

  test('the endpoint dialect is another one: part of it is read, the rest refused', () => {
    const rules = lines<{ query: string }>('elastic/eql_endpoint_rules.ndjson');
    const read = rules.filter(({ query }) => complaints(query).length === 0).length;
    expect([rules.length, read]).toEqual([814, 620]);
  });
});

describe.runIf(there)('expressions of the function suites', () => {
  test.each(['folding.json', 'string_functions.json'])('%s', (file) => {
    const all: readonly { dialect: string; expr: string; supported?: boolean }[] = JSON.parse(
      readFileSync(shared(`eql/${file}`), 'utf8'),
    );
    const own = all.filter(({ dialect, supported }) => dialect === 'elasticsearch' && supported !== false);
    expect(own.length).toBeGreaterThan(60);
    const refused = own.filter(({ expr }) => !parseEqlExpression(slice(expr)).ast).map(({ expr }) => expr);
    expect(refused).toEqual([]);
  });
});
