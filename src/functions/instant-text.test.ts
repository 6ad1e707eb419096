import { expect, test } from 'vitest';
import { instantText } from './instant-text.ts';

test.each([
  [0n, '1970-01-01T00:00:00.000Z'],
  [-1n, '1969-12-31T23:59:59.999999999Z'],
  [1_714_557_600_123_456_000n, '2024-05-01T10:00:00.123456Z'],
  [8_640_000_000_000_000_000_000n, '+275760-09-13T00:00:00.000Z'],
  [8_640_000_000_000_001_000_000n, null],
  [-8_640_000_000_000_000_000_001n, null],
])('%s nanoseconds are %s', (nanos, text) => expect(instantText(nanos)).toBe(text));
