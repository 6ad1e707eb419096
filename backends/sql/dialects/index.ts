import type { SqlDialect } from '../dialect.ts';
import { clickhouse } from './clickhouse.ts';
import { duckdb } from './duckdb.ts';
import { postgres } from './postgres.ts';
import { sqlite } from './sqlite.ts';

/** Every SQL dialect. A new one is a file here and a line in this list. */
export const dialects: readonly SqlDialect[] = [duckdb, sqlite, postgres, clickhouse];
