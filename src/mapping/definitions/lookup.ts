import { literalScalar } from '../../eval/value.ts';
import { compareScalars } from '../../functions/scalar.ts';
import { FALSE, leaf } from '../../ir/build.ts';
import type { Literal } from '../../ir/value.ts';
import type { LookupPair } from '../definition.ts';
import { accepts, pushed } from '../field-test.ts';
import type { DefinitionKind } from './kind.ts';
import { fieldOf } from './texts.ts';

const literalOf = (constant: LookupPair['target']): Literal => ({ kind: 'literal', ...constant });

/** The column has one of the values whose meaning passes the test. Values are spelt one way on a platform: case counts. */
export const lookup: DefinitionKind<'lookup'> = {
  columns: ({ column }) => [column],
  evaluate: ({ column, pairs }, read) =>
    read(column).flatMap((value) =>
      pairs
        .filter(({ target }) => compareScalars('eq', value, literalScalar(literalOf(target)), 'exact') === true)
        .flatMap(({ sources }) => sources.map((source) => literalScalar(literalOf(source)))),
    ),
  push: ({ column, pairs }, test) => {
    const options = pairs
      .filter(({ sources }) => sources.some((source) => accepts(test, source)))
      .map(({ target }) => literalOf(target));
    if (options.length === 0) return pushed(FALSE);
    return pushed(leaf({ kind: 'one-of', subject: fieldOf(column), options, caseRule: 'exact' }));
  },
};
