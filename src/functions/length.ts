import { type Argument, textOf } from './argument.ts';
import { countPoints } from './code-points.ts';
import type { FunctionSpec } from './function.ts';

/** The number of code points of a text. */
function length(source: Argument): bigint | null {
  const text = textOf(source);
  return text === null ? null : BigInt(countPoints(text));
}

export const spec: FunctionSpec = {
  id: 'length',
  eqlName: 'length',
  folds: false,
  doc: 'The number of code points of a text.',
  params: [{ name: 'source', type: 'text' }],
  returns: 'integer',
  source: 'Elastic EQL function reference, "length"; code points: docs/semantics.md',
  evaluate: ([source]) => length(source),
  examples: [
    { args: ['explorer.exe'], gives: 12n },
    { args: [''], gives: 0n },
    { args: ['\u{1f600}'], gives: 1n },
    { args: [null], gives: null },
  ],
};
