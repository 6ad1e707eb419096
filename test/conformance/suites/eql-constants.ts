import { parseEqlExpression } from '../../../grammars/eql/parse.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { possibleValues } from '../../../src/eval/value.ts';
import { evaluateEqlConstant } from '../../../src/frontends/eql/index.ts';
import { lowerValue } from '../../../src/frontends/eql/lower-value.ts';
import { Scope } from '../../../src/frontends/eql/scope.ts';
import { Slice } from '../../../src/text/slice.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { schemaOfEvents } from '../eql-data.ts';
import { SKIPS } from '../skips.ts';
import { type CaseResult, failed, type Outcome, PASSED, type Suite, same, skipped } from '../suite.ts';

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly expr: string;
  readonly expected?: unknown;
  readonly expected_error?: unknown;
  readonly supported?: boolean;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The value of an expression that reads the given fields. */
function evaluate(test: Case): { readonly value: unknown; readonly errors: readonly string[] } {
  const slice = Slice.verbatim(new SourceText('expression.eql', test.expr));
  const fields = test.fields ?? {};
  const schema = schemaOfEvents([fields], { addresses: true });
  if (!test.fields) {
    const { value, diagnostics } = evaluateEqlConstant(slice, schema);
    return { value, errors: diagnostics.filter(isError).map(messageOf) };
  }
  const scope = new Scope(schema);
  const { ast, diagnostics } = parseEqlExpression(slice);
  const value = ast && possibleValues(lowerValue(scope, ast), fields)[0];
  return { value, errors: [...diagnostics, ...scope.diagnostics].filter(isError).map(messageOf) };
}

function outcome(test: Case): Outcome {
  if (test.supported === false) return skipped(SKIPS.unsupported);
  const { value, errors } = evaluate(test);
  if ('expected_error' in test) return errors.length > 0 ? PASSED : failed('was accepted; upstream refuses it');
  return errors.length > 0 ? failed(`was refused: ${errors.join('; ')}`) : same(value, test.expected);
}

const suite = (name: string): Suite => ({
  name,
  files: [`${name}.json`],
  *run(corpus): Iterable<CaseResult> {
    for (const test of corpus.json<readonly Case[]>(`${name}.json`))
      yield { case: `${test.suite} ${test.name}`, outcome: outcome(test) };
  },
});

/** Constant expressions and their values, by three-valued folding. */
export const foldingSuite = suite('eql/folding');
/** Function calls on constants and fields, and their values. */
export const stringFunctionsSuite = suite('eql/string_functions');
