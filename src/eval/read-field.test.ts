import { expect, it } from 'vitest';
import { allTexts, readField } from './read-field.ts';

const LENGTH = 200_000;

it('reads lists of any length', () => {
  const event = { a: Array.from({ length: LENGTH }, (_, i) => `${i}`) };
  expect([...allTexts(event)]).toHaveLength(LENGTH);
  expect(readField(event, { name: 'a', type: 'text' })).toHaveLength(LENGTH);
});

it('gives every scalar of an event as text', () => {
  const event = { a: [1, ['x', { b: 2n }]], c: { d: true, e: null } };
  expect([...allTexts(event)].sort()).toEqual(['1', '2', 'true', 'x']);
});
