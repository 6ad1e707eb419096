import { literalScalar } from '../../eval/value.ts';
import { FALSE, TRUE } from '../../ir/build.ts';
import { accepts, pushed } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';

/** Every event of the table has these elements, so the test is decided here. */
export const constant: DefinitionKind<'constant'> = {
  columns: () => [],
  evaluate: ({ values }) => values.map((value) => literalScalar({ kind: 'literal', ...value })),
  push: ({ values }, test) => pushed(values.some((value) => accepts(test, value)) ? TRUE : FALSE),
};
