import type { TransformationKind } from '../pipeline.ts';
import { fieldTransformations } from './fields.ts';
import { ruleTransformations } from './rule.ts';
import { valueTransformations } from './values.ts';

/** Every transformation of a pipeline but `nest` and those of placeholders, by the name that pySigma gives it. */
export const transformations: Readonly<Record<string, TransformationKind>> = {
  ...fieldTransformations,
  ...valueTransformations,
  ...ruleTransformations,
};
