import { arrayFunctions } from './arrays.ts';
import { conversionFunctions } from './convert.ts';
import { extractFunctions } from './extract.ts';
import { ipFunctions } from './ip.ts';
import { logicFunctions } from './logic.ts';
import { mathFunctions } from './math.ts';
import type { FunctionRow } from './row.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';
import { windowFunctions } from './window.ts';

/** Every function that takes values and gives one. */
export const functionRows: readonly FunctionRow[] = [
  ...textFunctions,
  ...extractFunctions,
  ...conversionFunctions,
  ...logicFunctions,
  ...arrayFunctions,
  ...mathFunctions,
  ...timeFunctions,
  ...ipFunctions,
  ...windowFunctions,
];
