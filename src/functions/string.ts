import { textOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';

export const spec: FunctionSpec = {
  id: 'string',
  eqlName: 'string',
  folds: false,
  doc: 'A value as text: numbers in plain decimal spelling, booleans as `true` and `false`.',
  params: [{ name: 'value', type: 'any' }],
  returns: 'text',
  source: 'Elastic EQL function reference, "string"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([value]) => textOf(value),
  examples: [
    { args: [42n], gives: '42' },
    { args: [42.5], gives: '42.5' },
    { args: [true], gives: 'true' },
    { args: ['regsvr32.exe'], gives: 'regsvr32.exe' },
    { args: [null], gives: null },
  ],
};
