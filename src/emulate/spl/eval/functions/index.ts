import type { EvalFunction } from '../function.ts';
import { comparisonFunctions } from './comparison.ts';
import { conversionFunctions } from './conversion.ts';
import { dateFunctions } from './date.ts';
import { informationFunctions } from './information.ts';
import { jsonFunctions } from './json.ts';
import { mathematicsFunctions } from './mathematics.ts';
import { multivalueFunctions } from './multivalue.ts';
import { textFunctions } from './text.ts';

/** Every function of eval expressions that the emulator knows. What is not here is an error when met. */
export const evalFunctions: ReadonlyMap<string, EvalFunction> = new Map(
  [
    comparisonFunctions,
    conversionFunctions,
    dateFunctions,
    informationFunctions,
    jsonFunctions,
    mathematicsFunctions,
    multivalueFunctions,
    textFunctions,
  ].flatMap((table) => Object.entries(table)),
);
