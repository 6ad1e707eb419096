import { expect, it } from 'vitest';
import { regexOf } from '../test-kit.ts';
import { printRegex } from './index.ts';

it('a count beyond the limit of the target is written in pieces', () => {
  const printed = printRegex(regexOf('^(?:ab){2500}$'), 'rust');
  expect(printed).toMatchObject({ text: expect.stringContaining('(?:ab){1000}(?:ab){1000}(?:ab){500}') });
});

it.each(['rust', 'posix'] as const)('pieces of pieces do not grow beyond what anyone runs: %s', (flavour) => {
  const counted = regexOf('^(?:(?:(?:abc){30000}){30000}){30000}$');
  expect(printRegex(counted, flavour)).toEqual({ unsupported: 'a repetition of that many times' });
});
