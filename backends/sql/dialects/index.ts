import type { SqlDialect } from '../dialect.ts';
import { duckdb } from './duckdb.ts';
import { sqlite } from './sqlite.ts';

/** Every SQL dialect. A new one is a file here and a line in this list. */
export const dialects: readonly SqlDialect[] = [duckdb, sqlite];
