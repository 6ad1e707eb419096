import { type Argument, textOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';

/** Joins the texts of its arguments; one absent argument makes the result absent. */
function concat(...values: readonly Argument[]): string | null {
  const texts = values.map(textOf);
  return texts.includes(null) ? null : texts.join('');
}

export const spec: FunctionSpec = {
  id: 'concat',
  eqlName: 'concat',
  folds: false,
  doc: 'Joins its arguments as text: numbers in plain decimal spelling, booleans as `true` and `false`.',
  params: [{ name: 'value', type: 'any' }],
  variadic: true,
  returns: 'text',
  source: 'Elastic EQL function reference, "concat"; Elasticsearch EQL suite, test_string_functions',
  evaluate: (args) => concat(...args),
  examples: [
    { args: ['process is ', 'regsvr32.exe'], gives: 'process is regsvr32.exe' },
    { args: ['a', '||', 1n, '||', true, '||', 'b'], gives: 'a||1||true||b' },
    { args: ['a', 42.5], gives: 'a42.5' },
    { args: ['a', 21], gives: 'a21', why: 'no `.0`' },
    { args: ['a', null], gives: null },
    {
      args: [{ kind: 'version', text: '1.2.3' }, ' at ', { kind: 'instant', nanos: 0n }],
      gives: '1.2.3 at 1970-01-01T00:00:00.000Z',
    },
  ],
};
