import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type SplCase, splProblem } from '../../../test/conformance/targets/spl-cases.ts';

const read = (name: string): readonly SplCase[] =>
  JSON.parse(readFileSync(new URL(`../../../test/conformance/targets/${name}`, import.meta.url), 'utf8')).cases;

describe.each(['spl_cases.json', 'spl_own_cases.json'])('%s', (name) => {
  it.each(read(name).map((one) => [one.id, one] as const))('%s', (_id, one) => {
    expect(splProblem(one)).toBeUndefined();
  });
});

describe('a case', () => {
  const one: SplCase = {
    id: 'x',
    topic: 'x',
    kind: 'search',
    query: 'a=1',
    events: [{ id: '1', a: '1' }, { id: '2' }],
    expected: { ids: ['1'] },
  };
  it.each<Partial<SplCase>>([
    { expected: { ids: ['2'] } },
    { expected: { rowcount: 2 } },
    { expected: { error: true } },
    { expected: {} },
    { query: 'a=' },
    { kind: 'eval', query: 'null()', expected: { value: 'x' } },
    { kind: 'eval', query: '"x"', expected: { value: null } },
  ])('that is not as it says is a problem: %o', (change) => {
    expect(splProblem(one)).toBeUndefined();
    expect(splProblem({ ...one, ...change })).toBeDefined();
  });
});
