import { type Column, type ColumnType, type EngineId, idColumn } from './engine.ts';

/** How one engine spells the type of a column: with one value a row, and with a list. */
export interface PhysicalType {
  readonly scalar: string;
  readonly list: string;
}

const duckdb = (scalar: string): PhysicalType => ({ scalar, list: `${scalar}[]` });
const sqlite = (scalar: string): PhysicalType => ({ scalar, list: 'TEXT' });
const postgres = (scalar: string): PhysicalType => ({ scalar, list: `${scalar}[]` });
// An array can't be NULL in ClickHouse, so an absent list is an empty one (https://clickhouse.com/docs/sql-reference/data-types/array).
const clickhouse = (inner: string): PhysicalType => ({
  scalar: `Nullable(${inner})`,
  list: `Array(Nullable(${inner}))`,
});

/**
 * The facts. Addresses and versions are text everywhere: DuckDB's INET would be loaded from the network, and what is malformed
 * must be storable. Every timestamp is UTC with microseconds.
 */
export const physicalTypes: { readonly [E in EngineId]: { readonly [T in ColumnType]: PhysicalType } } = {
  duckdb: {
    text: duckdb('VARCHAR'),
    long: duckdb('BIGINT'),
    double: duckdb('DOUBLE'),
    boolean: duckdb('BOOLEAN'),
    // Not TIMESTAMP: a literal with an offset would lose it. The session's zone is UTC.
    date: duckdb('TIMESTAMPTZ'),
    ip: duckdb('VARCHAR'),
    version: duckdb('VARCHAR'),
    json: duckdb('JSON'),
  },
  sqlite: {
    text: sqlite('TEXT'),
    long: sqlite('INTEGER'),
    double: sqlite('REAL'),
    boolean: sqlite('INTEGER'), // 0 and 1
    date: sqlite('INTEGER'), // microseconds since 1970
    ip: sqlite('TEXT'),
    version: sqlite('TEXT'),
    json: sqlite('TEXT'), // JSON, as is every list
  },
  postgres: {
    text: postgres('text'),
    long: postgres('bigint'),
    double: postgres('double precision'),
    boolean: postgres('boolean'),
    date: postgres('timestamptz'),
    ip: postgres('text'),
    version: postgres('text'),
    json: postgres('jsonb'),
  },
  clickhouse: {
    text: clickhouse('String'),
    long: clickhouse('Int64'),
    double: clickhouse('Float64'),
    boolean: clickhouse('Bool'),
    date: clickhouse("DateTime64(6, 'UTC')"),
    ip: clickhouse('String'),
    version: clickhouse('String'),
    // Text, not the type JSON: that one forgets null and the empty list.
    json: clickhouse('String'),
  },
};

/** The type of a column in CREATE TABLE; the id column is the one that can't be NULL. */
export function columnType(engine: EngineId, column: Column): string {
  const { scalar, list } = physicalTypes[engine][column.type];
  if (column.list) return list;
  if (column.name !== idColumn) return scalar;
  const bare = /^Nullable\((.*)\)$/.exec(scalar)?.[1];
  return bare ?? `${scalar} NOT NULL`;
}
