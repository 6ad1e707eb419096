import type { Backend } from '../src/target/backend.ts';
import { eql } from './eql/index.ts';
import { js } from './js/index.ts';
import { kusto } from './kusto/index.ts';
import { sigma } from './sigma/index.ts';
import { splunk } from './splunk/index.ts';
import { sqlBackends } from './sql/index.ts';

/** Every target, in the order they are listed to users. */
export const backends: readonly Backend[] = [sigma, splunk, kusto, ...sqlBackends, js, eql];
