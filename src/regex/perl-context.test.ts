import { expect, it } from 'vitest';
import { regexOf } from './test-kit.ts';

it.each([
  ['(?i)ab', 'unicode'],
  ['(?i-u:ab)', 'ascii'],
  ['(?i)a(?-u:b)', 'exact'],
  ['(?i-u)a(?u:b)', 'exact'],
  ['(?i:a)b', 'exact'],
  ['(?i:a)(?-u:é)', 'exact'],
  ['(?i-u:1)2', 'exact'],
])('the fold of %s as a whole is %s', (source, caseRule) => {
  const parsed = regexOf(source, { flavour: 'rust' });
  expect(parsed.caseRule).toBe(caseRule);
});
