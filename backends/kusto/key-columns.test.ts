import { expect, it } from 'vitest';
import { isError } from '../../src/diagnostics/diagnostic.ts';
import { runKusto } from '../../src/emulate/kusto/run.ts';
import { field } from '../../src/ir/build.ts';
import type { Step } from '../../src/ir/query.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { ruleOfEql } from '../../test/stateful/random-streams.ts';
import { kusto } from './index.ts';
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

it('an optional key asks for its column, and a tiebreaker for numbers', () => {
  const rule = ruleOfEql('sequence by ?key with maxspan=1m [any where s0 == "y"] [any where s1 == "y"]');
  const { requires, notes } = kusto.emit(legalize(rule), defaultEmitOptions);
  expect(requires).toContain('the column "key", null or empty where the data lacks the field');
  expect(notes.map(({ assumption }) => assumption)).toContain('kusto/tiebreaker-is-number');
});

it('a missing tiebreaker comes last as a number and first as a text: the assumption is one', () => {
  const rule = ruleOfEql('sequence by key with maxspan=1m [any where s0 == "y"] [any where s1 == "y"]');
  const { text = '' } = kusto.emit(legalize(rule), { ...defaultEmitOptions, window: 'none', idColumn: 'id' });
  const at = '2026-01-01T00:00:00Z';
  const found = (type: 'long' | 'string', tie: number | string, none: null | '') => {
    const columns = [
      ...['id', 'stream'].map((name) => ({ name, type: 'long' as const })),
      { name: '@timestamp', type: 'datetime' as const },
      { name: 'tie', type },
      ...['key', 's0', 's1'].map((name) => ({ name, type: 'string' as const })),
    ];
    const rows = [
      [0, 0, at, tie, 'a', 'y', ''],
      [1, 0, at, none, 'a', '', 'y'],
    ];
    const { rows: matches, diagnostics } = runKusto(text, { Events: { columns, rows } });
    expect(diagnostics.filter(isError)).toEqual([]);
    return matches.length;
  };
  expect([found('long', 7, null), found('string', '7', '')]).toEqual([1, 0]);
});
