import type { FunctionId } from '../ir/value.ts';
import { spec as add } from './add.ts';
import { spec as between } from './between.ts';
import { spec as concat } from './concat.ts';
import { spec as divide } from './divide.ts';
import { spec as endsWith } from './ends-with.ts';
import type { FunctionSpec } from './function.ts';
import { spec as indexOf } from './index-of.ts';
import { spec as length } from './length.ts';
import { spec as modulo } from './modulo.ts';
import { spec as multiply } from './multiply.ts';
import { spec as number } from './number.ts';
import { spec as startsWith } from './starts-with.ts';
import { spec as string } from './string.ts';
import { spec as stringContains } from './string-contains.ts';
import { spec as substring } from './substring.ts';
import { spec as subtract } from './subtract.ts';
import { spec as timePart } from './time-part.ts';

/** Every function of the language. A new one is one file and one line here. */
export const functions: Readonly<Record<FunctionId, FunctionSpec>> = {
  add,
  subtract,
  multiply,
  divide,
  modulo,
  between,
  concat,
  'ends-with': endsWith,
  'index-of': indexOf,
  length,
  number,
  'starts-with': startsWith,
  string,
  'string-contains': stringContains,
  substring,
  'time-part': timePart,
};
