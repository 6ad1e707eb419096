import { expect, test } from 'vitest';
import { columnType } from './physical-types.ts';

test('the id column can not be NULL, others can', () => {
  const id = { name: '_id', type: 'long', list: false } as const;
  expect(columnType('clickhouse', id)).toBe('Int64');
  expect(columnType('postgres', id)).toBe('bigint NOT NULL');
  expect(columnType('clickhouse', { ...id, name: 'pid' })).toBe('Nullable(Int64)');
  expect(columnType('duckdb', { ...id, name: 'pids', list: true })).toBe('BIGINT[]');
});
