import type { EqlExpression } from '../../../grammars/eql/ast.ts';
import { parseEqlExpression, parseEqlStatement } from '../../../grammars/eql/parse.ts';
import { isoText } from '../../../src/base/instant.ts';
import { type Diagnostic, isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import type { Match } from '../../../src/eval/match.ts';
import { readField } from '../../../src/eval/read-field.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import { runSample } from '../../../src/eval/sample.ts';
import { readEql } from '../../../src/frontends/eql/index.ts';
import type { Scalar } from '../../../src/functions/function.ts';
import { scalarText } from '../../../src/functions/scalar.ts';
import type { Query } from '../../../src/ir/query.ts';
import type { TimeFields } from '../../../src/ir/rule.ts';
import { type Mapping, schemaFromMapping } from '../../../src/schema/elastic-mapping.ts';
import { Slice } from '../../../src/text/slice.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { columnShift } from '../eql-columns.ts';
import { type DataSet, dataSet, schemaOfEvents } from '../eql-data.ts';
import { DECIDED, SKIPS } from '../skips.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, same, skipped } from '../suite.ts';

interface ExpectedError {
  readonly stage: string;
  readonly message: string | null;
  readonly line?: number;
  readonly column?: number;
}

type Expected = Readonly<Record<string, unknown>>;

/** One case of eql/cases.json, as its README describes it. */
export interface EqlCase {
  readonly suite: string;
  readonly name: string;
  readonly kind: 'run' | 'parse' | 'parse-expression' | 'verify' | 'disabled';
  readonly query: string;
  readonly data?: string | readonly string[];
  readonly inline_data?: readonly Readonly<Record<string, unknown>>[];
  readonly options?: {
    readonly mapping?: string;
    readonly category_field?: string;
    readonly id_field?: string;
    readonly size?: number;
    readonly max_samples_per_key?: number;
  };
  readonly expected?: Expected;
  readonly expected_error?: ExpectedError;
}

export const slice = (query: string): Slice => Slice.verbatim(new SourceText('query.eql', query));

function refused(expected: ExpectedError, diagnostics: readonly Diagnostic[]): Outcome {
  const errors = diagnostics.filter(isError);
  if (errors.length === 0) return failed(`was accepted; upstream refuses it: ${expected.message ?? expected.stage}`);
  if (expected.line === undefined || expected.column === undefined) return PASSED;
  const wanted = `${expected.line}:${expected.column}`;
  const places = errors.map(({ code, span }) => {
    const at = span?.source.position(span.start);
    return at ? `${at.line}:${at.column + columnShift(code, expected.message)}` : 'nowhere';
  });
  if (places.includes(wanted)) return PASSED;
  return failed(`refused at ${places.join(', ')}, not at ${wanted}: ${errors.map(messageOf).join('; ')}`);
}

function accepted(diagnostics: readonly Diagnostic[]): Outcome {
  const errors = diagnostics.filter(isError);
  return errors.length === 0 ? PASSED : failed(`was refused: ${errors.map(messageOf).join('; ')}`);
}

const verdict = ({ expected_error }: EqlCase, diagnostics: readonly Diagnostic[]): Outcome =>
  expected_error ? refused(expected_error, diagnostics) : accepted(diagnostics);

function literalValue(node: EqlExpression): unknown {
  if (node.kind === 'string' || node.kind === 'integer' || node.kind === 'decimal' || node.kind === 'boolean')
    return node.value;
  if (node.kind === 'sign') return Number(literalValue(node.operand)) * (node.operator === '-' ? -1 : 1);
  return null;
}

function expressionOutcome(test: EqlCase, ast: EqlExpression | undefined): Outcome {
  const { expected = {} } = test;
  if (!ast) return PASSED;
  if ('value' in expected) return same(literalValue(ast), expected.value);
  if ('field' in expected) return same(ast.kind === 'field' ? ast.name : ast.kind, expected.field);
  if ('field_path' in expected) return same(ast.kind === 'field' ? ast.path : ast.kind, expected.field_path);
  return PASSED;
}

function parseExpression(test: EqlCase): Outcome {
  const { ast, diagnostics } = parseEqlExpression(slice(test.query));
  const first = verdict(test, diagnostics);
  return first.kind === 'passed' && !test.expected_error ? expressionOutcome(test, ast) : first;
}

function verify(test: EqlCase, corpus: Corpus): Outcome {
  const all = corpus.json<Record<string, Mapping>>('eql/data/unit_mappings.json');
  const name = test.options?.mapping ?? 'unit-default';
  const schema = schemaFromMapping(name, all[name] ?? {});
  return verdict(test, readEql(slice(test.query), { schema, categoryField: 'event.category' }).diagnostics);
}

/** The events that a case runs on, with what is known of their fields. */
export function dataOf(test: EqlCase, corpus: Corpus): DataSet {
  const { data, inline_data: inline, options = {} } = test;
  const base: DataSet = inline
    ? {
        events: inline,
        schema: schemaOfEvents(inline),
        categoryField: 'event.category',
        timestampField: '@timestamp',
        idField: 'id',
      }
    : dataSet(corpus, typeof data === 'string' ? [data] : (data ?? []));
  return {
    ...base,
    ...(options.category_field !== undefined && { categoryField: options.category_field }),
    ...(options.id_field !== undefined && { idField: options.id_field }),
  };
}

function idOf(event: Readonly<Record<string, unknown>>, field: string): unknown {
  const [id = null] = readField(event, { name: field, type: 'unknown' });
  return id;
}

export const timeOf = ({ timestampField, tiebreakerField }: DataSet): TimeFields => ({
  timestamp: timestampField,
  ...(tiebreakerField !== undefined && { tiebreaker: tiebreakerField }),
});

function matchesOf({ options = {} }: EqlCase, query: Query, set: DataSet): readonly Match[] {
  const found =
    query.kind === 'sample'
      ? runSample(query, set.events, options.max_samples_per_key)
      : runQuery(query, set.events, timeOf(set));
  return found.slice(0, options.size ?? Number.POSITIVE_INFINITY);
}

/** As Elasticsearch shows a key: text, dates in milliseconds for samples and as ISO for sequences. */
function shownKey(value: Scalar, query: Query): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return scalarText(value);
  if (value.kind === 'version') return value.text;
  return query.kind === 'sample' ? String(value.nanos / 1_000_000n) : isoText(value.nanos);
}

function compareResult(test: EqlCase, query: Query, set: DataSet, matches: readonly Match[]): Outcome {
  const { expected = {} } = test;
  // A missing step is written -1 in the flat list.
  const ids = matches.map(({ events }) =>
    events.map((at) => (at === null ? null : idOf(set.events[at] ?? {}, set.idField))),
  );
  const flat = ids.flat().map((id) => id ?? -1);
  if ('join_keys' in expected) {
    const keys = matches.map(({ key }) => key.map((value) => shownKey(value, query)));
    const outcome = same(keys, expected.join_keys);
    if (outcome.kind !== 'passed') return outcome;
  }
  const rights = Array.isArray(expected.any_of) ? (expected.any_of as readonly Expected[]) : [expected];
  const outcomes = rights.map(({ event_ids, sequences, samples }) => {
    const groups = sequences ?? samples;
    const grouped = groups === undefined ? PASSED : same(ids, groups);
    return grouped.kind === 'passed' ? same(flat, event_ids) : grouped;
  });
  return outcomes.find(({ kind }) => kind === 'passed') ?? outcomes[0] ?? failed('names no outcome');
}

function run(test: EqlCase, corpus: Corpus): Outcome {
  const set = dataOf(test, corpus);
  const { query, diagnostics } = readEql(slice(test.query), { schema: set.schema, categoryField: set.categoryField });
  if (!query) return accepted(diagnostics);
  return compareResult(test, query, set, matchesOf(test, query, set));
}

function disabled(test: EqlCase, corpus: Corpus): Outcome {
  if (!test.expected_error) return skipped(SKIPS.noOutcome);
  const set = dataOf(test, corpus);
  return refused(
    test.expected_error,
    readEql(slice(test.query), { schema: set.schema, categoryField: set.categoryField }).diagnostics,
  );
}

const KINDS: { readonly [K in EqlCase['kind']]: (test: EqlCase, corpus: Corpus) => Outcome } = {
  run,
  // The suite is about the grammar alone: what is refused right behind it comes with a tree.
  parse: (test) => {
    const { ast, diagnostics } = parseEqlStatement(slice(test.query));
    return ast && !test.expected_error ? PASSED : verdict(test, diagnostics);
  },
  'parse-expression': parseExpression,
  verify,
  disabled,
};

/** Queries of Elasticsearch's own suites: what parses, what is refused and where, and what comes out. */
export const eqlCases: Suite = {
  name: 'eql/cases',
  files: ['eql/cases.json', 'eql/data/mappings.json', 'eql/data/unit_mappings.json'],
  *run(corpus): Iterable<CaseResult> {
    for (const test of corpus.json<readonly EqlCase[]>('eql/cases.json')) {
      const name = `${test.suite} ${test.name}`;
      const decided = DECIDED[name];
      yield { case: name, outcome: decided === undefined ? KINDS[test.kind](test, corpus) : skipped(decided) };
    }
  },
};
