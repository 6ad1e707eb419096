import { eql } from '../../../backends/eql/index.ts';
import { sigma } from '../../../backends/sigma/index.ts';
import type { OpenFinder } from './finder.ts';
import { openJs } from './js.ts';
import { openKusto } from './kusto.ts';
import { openReadBack } from './read-back.ts';
import { openSplunk } from './splunk.ts';
import { openSql } from './sql.ts';

/** What runs the stateful outputs of each target, by the backend's id. */
export const finders: Readonly<Record<string, OpenFinder>> = {
  js: openJs,
  eql: openReadBack(eql, 'rule.eql'),
  sigma: openReadBack(sigma, 'rule.yml'),
  splunk: openSplunk,
  kusto: openKusto(),
  'sql:duckdb': openSql('duckdb'),
  'sql:sqlite': openSql('sqlite'),
  'sql:postgres': openSql('postgres'),
  'sql:clickhouse': openSql('clickhouse'),
};

/** What runs a target's outputs that are asked for with an option, by what the user writes. */
export const optionFinders: Readonly<Record<string, OpenFinder>> = {
  'kusto --no-scan': openKusto({ scan: false }),
};
