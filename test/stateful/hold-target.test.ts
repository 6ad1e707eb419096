import { describe, expect, it } from 'vitest';
import { holdBatch, holdTarget } from './hold-target.ts';
import { type Batch, oracleMatches, ruleOfEql } from './random-streams.ts';

const event = (id: number, stream: number, flags: object) => ({
  id,
  stream,
  '@timestamp': `2026-01-01T00:00:0${id % 10}Z`,
  ...flags,
});
const text = 'sequence by stream with maxspan=1m [any where s0 == "y"] ![any where m0 == "y"] [any where s1 == "y"]';
const batch: Batch = {
  text,
  rule: ruleOfEql(text),
  events: [event(1, 7, { s0: 'y' }), event(2, 8, { s0: 'y' }), event(3, 7, { s1: 'y' }), event(4, 8, { s1: 'y' })],
};
const found = ['1,-,3', '2,-,4'];

const target = (answer: readonly string[]) => ({ name: 'a target', wanted: { streams: 2 }, find: () => answer });

describe('a target held against the oracle', () => {
  it('agrees in any order', async () => {
    expect(oracleMatches(batch)).toEqual(found);
    expect(await holdBatch(target([...found].reverse()), batch)).toBe(2);
  });

  it.each([
    ['misses a match', ['1,-,3'], 'misses 2,-,4; finds besides none'],
    ['finds one too many', [...found, '2,-,3'], 'misses none; finds besides 2,-,3'],
    ['finds one twice', [...found, '1,-,3'], 'misses none; finds besides 1,-,3'],
    ['finds another', ['1,-,3', '2,4'], 'misses 2,-,4; finds besides 2,4'],
  ])('is refused where it %s, with the rule and the stream', async (_, answer, message) => {
    const refused = holdBatch(target(answer), batch);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(text);
  });

  it('is given so many streams that a target which finds nothing is refused', async () => {
    const blind = { name: 'a blind target', wanted: { streams: 2, longest: 40 }, find: () => [] };
    await expect(holdTarget(blind, 100)).rejects.toThrow('a blind target misses');
  });
});
