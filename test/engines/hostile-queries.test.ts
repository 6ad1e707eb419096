import { describe, expect, test } from 'vitest';
import type { Column, EngineId } from '../../src/engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../src/engines/event-tables.ts';
import { hostileJsonRows, hostileRows, withRows } from '../../src/engines/hostile-rows.ts';
import { availableEngines } from './available.ts';

/** Forms of query that survive any data, and the two-valued answer: a `not` keeps every row that the bare test leaves. */
const columns: readonly Column[] = [
  { name: 'name', type: 'text', list: false },
  { name: 'tags', type: 'text', list: true },
  { name: 'pid', type: 'long', list: false },
  { name: 'score', type: 'double', list: false },
  { name: 'ok', type: 'boolean', list: false },
];

const events = [
  { name: '100%_cmd.exe', tags: ['x', 'y'], pid: 4, score: 0.5, ok: true },
  { name: '100%_CMD.EXE', tags: 'y', pid: 5, score: 2.5, ok: false },
];

interface Forms {
  readonly typed: readonly string[];
  readonly json: readonly string[];
}

const common = [
  `name = '100%_cmd.exe'`,
  `lower(name) LIKE '%!%!_cmd%' ESCAPE '!'`,
  'pid >= 4',
  'score < 1e300',
  `name IN ('a', '100%_cmd.exe')`,
];

const forms: { readonly [E in EngineId]: Forms } = {
  duckdb: {
    typed: [
      ...common,
      'ok',
      `EXISTS (SELECT 1 FROM unnest(tags) u(x) WHERE x = 'y')`,
      `regexp_matches(name, '(?i)cmd')`,
    ],
    json: [`event ->> '$.name' = '100%_cmd.exe'`, `TRY_CAST(event ->> '$.pid' AS BIGINT) >= 4`],
  },
  sqlite: {
    typed: [...common, 'ok = 1', `EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'y')`, `name REGEXP 'cmd'`],
    json: [
      `event ->> '$.name' = '100%_cmd.exe'`,
      `CASE WHEN json_type(event, '$.pid') = 'integer' THEN event ->> '$.pid' >= 4 END`,
      `EXISTS (SELECT 1 FROM json_each(event, '$.tags') WHERE value = 'y')`,
    ],
  },
  postgres: {
    typed: [...common, 'ok', `EXISTS (SELECT 1 FROM unnest(tags) x WHERE x = 'y')`, `name ~* 'cmd'`],
    json: [
      `event #>> '{name}' = '100%_cmd.exe'`,
      `CASE WHEN jsonb_typeof(event -> 'pid') = 'number' THEN (event ->> 'pid')::numeric >= 4 END`,
    ],
  },
  clickhouse: {
    typed: [...common, 'ok', `arrayExists(x -> x = 'y', tags)`, `match(name, '(?i)cmd')`],
    json: [
      `JSONExtract(event, 'name', 'Nullable(String)') = '100%_cmd.exe'`,
      `JSONExtract(event, 'pid', 'Nullable(Int64)') >= 4`,
    ],
  },
};

const engines = await availableEngines();

describe.each(engines.map((engine) => [engine.id, engine] as const))('%s', (id, engine) => {
  const tables = {
    typed: tableOfEvents('typed', columns, events).table,
    json: jsonTable('json_events', events).table,
  };
  const hostile = {
    typed: hostileRows(tables.typed.columns),
    json: hostileJsonRows(columns.map((column) => column.name)),
  };

  test.each(['typed', 'json'] as const)(
    '%s: no hostile row makes a query fail, and each row is on one side',
    async (kind) => {
      const table = withRows(tables[kind], hostile[kind]);
      await engine.createTable(table);
      for (const form of forms[id][kind]) {
        const side = async (condition: string): Promise<readonly unknown[]> =>
          (await engine.query(`SELECT _id FROM ${table.name} WHERE ${condition}`)).rows.flat();
        const yes = await side(form);
        const no = await side(`NOT COALESCE((${form}), FALSE)`);
        expect(yes, form).toContain(0);
        expect([...yes, ...no].sort(), form).toEqual(table.rows.map((row) => row._id).sort());
      }
      await engine.drop(table.name);
    },
  );
});
