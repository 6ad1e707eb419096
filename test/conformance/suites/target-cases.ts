import { type CaseResult, failed, PASSED, type Suite } from '../suite.ts';
import { type KustoCase, kustoProblem } from '../targets/kusto-cases.ts';
import { type SplCase, splProblem } from '../targets/spl-cases.ts';

/** The documents' own examples of a target's language, on the emulator that judges its outputs. */
function targetCases<C extends { readonly id: string }>(
  file: string,
  problemOf: (one: C) => string | undefined,
): Suite {
  return {
    name: file,
    files: [file],
    *run(corpus): Iterable<CaseResult> {
      for (const one of corpus.json<{ readonly cases: readonly C[] }>(file).cases) {
        const problem = problemOf(one);
        yield { case: one.id, outcome: problem === undefined ? PASSED : failed(problem) };
      }
    },
  };
}

export const targetSuites: readonly Suite[] = [
  targetCases<SplCase>('targets/spl_cases.json', splProblem),
  targetCases<KustoCase>('targets/kusto_cases.json', (one) => kustoProblem(one)),
];
