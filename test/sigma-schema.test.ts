import { describe, expect, test } from 'vitest';
import { sigmaFaults } from './sigma-schema.ts';

const RULE = `title: A rule
id: 3f1f2a54-6c1c-4a6b-9d5e-0d4f6f3c2b11
status: experimental
tags:
  - attack.t1059
logsource:
  product: windows
detection:
  selection:
    Image: a.exe
  condition: selection
level: high
`;

const CORRELATION = `title: Many
correlation:
  type: event_count
  rules:
    - one
  group-by:
    - User
  timespan: 5m
  condition:
    gte: 3
`;

const spoilt: readonly (readonly [from: string, to: string, fault: string])[] = [
  ['title: A rule\n', '', 'title is missing'],
  ['title: A rule', `title: ${'x'.repeat(257)}`, 'title is longer than 256 characters'],
  ['id: 3f1f2a54-', 'id: ', 'id is not spelled as'],
  ['status: experimental', 'status: new', 'status is none of stable'],
  ['attack.t1059', 'T1059', 'tags is not spelled as'],
  ['status: experimental', 'date: 2024-02-30', 'date is no day'],
  ['  product: windows', '  definition: none', 'logsource names no category, product or service'],
  ['  condition: selection\n', '', 'detection is no text'],
  ['    Image: a.exe', '    - a.exe\n    Image: b', 'map'],
  ['level: high', 'level: severe', 'level is none of informational'],
  ['level: high', 'level: high\nstatus: test', 'unique'],
  ['level: high', 'level: high\nauthor: someone', 'author stands too late'],
];

describe('the schema that Sigma outputs are held against', () => {
  test('takes a rule and a correlation', () => {
    expect(sigmaFaults(`${RULE}---\n${CORRELATION}`)).toEqual([]);
  });

  test.each(spoilt)('finds what is wrong where %j becomes %j', (from, to, fault) => {
    const text = RULE.replace(from, to);
    expect(text).not.toBe(RULE);
    expect(sigmaFaults(text).join('\n')).toContain(fault);
  });

  test.each([
    ['  timespan: 5m', '  timespan: 1h30m', 'correlation is not spelled as'],
    ['event_count', 'value_count', 'correlation is no text'],
    ['  condition:\n    gte: 3\n', '', 'correlation has no condition'],
    ['  rules:\n    - one\n', '', 'correlation is no list'],
  ])('finds what is wrong in a correlation where %j becomes %j', (from, to, fault) => {
    const text = CORRELATION.replace(from, to);
    expect(text).not.toBe(CORRELATION);
    expect(sigmaFaults(text).join('\n')).toContain(fault);
  });
});
