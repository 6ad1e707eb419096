import type { EngineId } from '../../engines/engine.ts';
import type { OpenRunner } from '../runner.ts';

const sql =
  (id: EngineId): OpenRunner =>
  async (version) =>
    (await import('./sql.ts')).openSql(id)(version);

/**
 * What runs the outputs of each target, by the backend's id; loaded when asked for, so that nobody else pays for emulators and engines.
 * A target without a row is not proved.
 */
export const runners: Readonly<Record<string, OpenRunner>> = {
  js: async (version) => (await import('./js.ts')).openJs(version),
  eql: async (version) => (await import('./read-back.ts')).openReadBack('rule.eql')(version),
  sigma: async (version) => (await import('./read-back.ts')).openReadBack('rule.yml')(version),
  splunk: async (version) => (await import('./splunk.ts')).openSplunk(version),
  kusto: async (version) => (await import('./kusto.ts')).openKusto(version),
  'sql:duckdb': sql('duckdb'),
  'sql:sqlite': sql('sqlite'),
  'sql:postgres': sql('postgres'),
  'sql:clickhouse': sql('clickhouse'),
};
