import { expect, it } from 'vitest';
import { field } from '../../src/ir/build.ts';
import type { Step } from '../../src/ir/query.ts';
import { keyColumns } from './key-columns.ts';

const step = (...names: readonly string[]): Step => ({
  filter: { condition: { kind: 'true' } },
  keys: names.map((name) => field(name, { type: 'text', list: false })),
  missing: false,
});

const namesOf = (names: readonly string[], taken: readonly string[] = names): readonly (readonly string[])[] =>
  keyColumns([step(...names)], new Set(taken)).columns.map(({ name, shown }) => [name, shown]);

it.each(['time', 'step', 'events', 'first.time', 'row_', 'count'])(
  'a key field whose name would be one of our own is numbered: %s',
  (name) => {
    expect(namesOf([name])).toEqual([['Key1', name]]);
  },
);

it('a numbered name makes way for a column of the table', () => {
  expect(namesOf(['time'], ['Key1', 'Key1_'])).toEqual([['Key1__', 'time']]);
});

it('a plain name stays', () => {
  expect(namesOf(['host.id', 'user'])).toEqual([
    ['HostId', 'host.id'],
    ['User', 'user'],
  ]);
});
