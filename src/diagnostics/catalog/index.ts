import type { Entry } from '../entry.ts';
import { artifact } from './artifact.ts';
import { cli } from './cli.ts';
import { container } from './container.ts';
import { eql } from './eql.ts';
import { eqlMeaning } from './eql-meaning.ts';
import { kusto } from './kusto.ts';
import { mapping } from './mapping.ts';
import { regex } from './regex.ts';
import { schema } from './schema.ts';
import { sigma } from './sigma.ts';
import { sigmaCondition } from './sigma-condition.ts';
import { sigmaDetection } from './sigma-detection.ts';
import { spl } from './spl.ts';
import { target } from './target.ts';

/** Every diagnostic isorule can give. Codes are `room/slug` and stable for ever. */
export const catalog = {
  ...artifact,
  ...cli,
  ...container,
  ...eql,
  ...eqlMeaning,
  ...kusto,
  ...mapping,
  ...regex,
  ...schema,
  ...sigma,
  ...sigmaCondition,
  ...sigmaDetection,
  ...spl,
  ...target,
} as const;

export type Code = keyof typeof catalog;
export type ParamsOf<C extends Code> = (typeof catalog)[C] extends Entry<infer P> ? P : never;
