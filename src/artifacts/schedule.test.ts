import { describe, expect, it } from 'vitest';
import { parseDuration } from '../base/duration.ts';
import { cronOf, isoDuration, parseIsoDuration, shortDuration } from './schedule.ts';

const nanos = (text: string): bigint => parseDuration(text) ?? 0n;

describe('durations', () => {
  it.each([
    ['9m', 'PT9M', '9m'],
    ['90m', 'PT1H30M', '90m'],
    ['24h', 'P1D', '1d'],
    ['26h', 'P1DT2H', '26h'],
    ['0s', 'PT0S', '0s'],
    ['90s', 'PT1M30S', '90s'],
    ['500ms', 'PT1S', '1s'],
    ['59999ms', 'PT1M', '1m'],
  ])('%s is %s and %s', (text, iso, short) => {
    expect(isoDuration(nanos(text))).toBe(iso);
    expect(shortDuration(nanos(text))).toBe(short);
    expect(parseIsoDuration(iso)).toBe(nanos(short));
  });
});

it.each(['', 'P', 'PT', 'P1', '5m', 'PT5', 'P1Y', 'PT1.5H', 'P1DT'])('%j is no duration', (text) => {
  expect(parseIsoDuration(text)).toBeUndefined();
});

describe('cron', () => {
  it.each([
    ['1m', '* * * * *', '1m'],
    ['5m', '*/5 * * * *', '5m'],
    ['8m', '*/6 * * * *', '6m'],
    ['14m', '*/12 * * * *', '12m'],
    ['59m', '*/30 * * * *', '30m'],
    ['60m', '17 * * * *', '1h'],
    ['90m', '17 * * * *', '1h'],
    ['6h', '17 */6 * * *', '6h'],
    ['9h', '17 */8 * * *', '8h'],
    ['1d', '17 3 * * *', '1d'],
    ['5d', '17 3 * * *', '1d'],
    ['7d', '17 3 * * 2', '7d'],
  ])('%s is %s', (text, cron, every) => {
    const found = cronOf(nanos(text), 17 + 60 * 3 + 1440 * 2);
    expect(found.text).toBe(cron);
    expect(found.every).toBe(nanos(every));
  });
});
