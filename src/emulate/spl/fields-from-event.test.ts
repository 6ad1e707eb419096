import { expect, it } from 'vitest';
import { fieldsFromEvent, fieldsFromJson } from './fields-from-event.ts';
import { runSpl } from './run.ts';

const event = {
  process: { name: 'cmd.exe', args: ['/c', 'dir'], pid: 42, elevated: true, parent: null },
  tags: ['one'],
  empty: [],
  nested: [{ a: 1 }, { a: [2, 3] }],
  'flat.name': 'x',
};

it('names fields as automatic JSON extraction does', () => {
  expect(fieldsFromEvent(event)).toEqual({
    'process.name': 'cmd.exe',
    'process.args{}': ['/c', 'dir'],
    'process.pid': '42',
    'process.elevated': 'true',
    'tags{}': 'one',
    'nested{}.a': '1',
    'nested{}.a{}': ['2', '3'],
    'flat.name': 'x',
  });
});

it('can leave the braces out, and read null as text', () => {
  const fields = fieldsFromEvent(event, { arrayNames: 'plain', nulls: 'text' });
  expect(fields).toMatchObject({
    'process.args': ['/c', 'dir'],
    'nested.a': ['1', '2', '3'],
    'process.parent': 'null',
  });
});

it('agrees with spath', () => {
  const { rows } = runSpl('| spath input=j | fields - j', [{ j: JSON.stringify(event) }]);
  expect(rows).toEqual([fieldsFromEvent(event)]);
});

it('keeps the digits of JSON text and of big integers', () => {
  expect(fieldsFromJson('{"a":1.0,"b":9007199254740993}')).toEqual({ a: '1.0', b: '9007199254740993' });
  expect(fieldsFromEvent({ b: 9007199254740993n })).toEqual({ b: '9007199254740993' });
  expect(fieldsFromJson('{"a":}')).toBeUndefined();
});

it('takes names that are no ordinary keys', () => {
  expect(Object.keys(fieldsFromJson('{"__proto__":"x","constructor":1}') ?? {})).toEqual(['__proto__', 'constructor']);
});
