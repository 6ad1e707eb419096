import type { FunctionId } from '../../src/ir/value.ts';

/** How a call is written: the helper's name is that of the function's implementation in src/functions, which is printed as it stands. */
export interface FunctionRow {
  readonly helper: string;
  /** The number of arguments in front of the case rule; left-out ones are written as `undefined`. Without a case rule: nothing. */
  readonly arity?: number;
}

export const functionRows = {
  add: { helper: 'add' },
  subtract: { helper: 'subtract' },
  multiply: { helper: 'multiply' },
  divide: { helper: 'divide' },
  modulo: { helper: 'modulo' },
  between: { helper: 'between', arity: 4 },
  concat: { helper: 'concat' },
  'ends-with': { helper: 'endsWith', arity: 2 },
  'index-of': { helper: 'indexOf', arity: 3 },
  length: { helper: 'length' },
  number: { helper: 'number' },
  'starts-with': { helper: 'startsWith', arity: 2 },
  string: { helper: 'textOf' },
  'string-contains': { helper: 'stringContains', arity: 2 },
  substring: { helper: 'substring' },
  'time-part': { helper: 'timePart' },
} as const satisfies Readonly<Record<FunctionId, FunctionRow>>;
