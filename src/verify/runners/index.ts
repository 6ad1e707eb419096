import { engineIds } from '../../engines/index.ts';
import type { OpenRunner } from '../runner.ts';
import { openJs } from './js.ts';
import { openKusto } from './kusto.ts';
import { openReadBack } from './read-back.ts';
import { openSplunk } from './splunk.ts';
import { openSql } from './sql.ts';

/** What runs the outputs of each target, by the backend's id. A target without a row is not proved. */
export const runners: Readonly<Record<string, OpenRunner>> = {
  js: openJs,
  eql: openReadBack('rule.eql'),
  splunk: openSplunk,
  kusto: openKusto,
  ...Object.fromEntries(engineIds.map((id) => [`sql:${id}`, openSql(id)])),
};
