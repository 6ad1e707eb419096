import { describe, expect, it } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

describe('near names', () => {
  it('are given once each, the nearest first', () => {
    expect(didYouMean('sysmn', ['sysmon', 'cim', 'sysmon', 'symn'])).toEqual(['symn', 'sysmon']);
  });

  it('are none for a word that is like none of them, or too long to be one', () => {
    expect(didYouMean('splunk', ['asim', 'ocsf'])).toEqual([]);
    expect(didYouMean('x'.repeat(65), ['x'.repeat(65)])).toEqual([]);
  });
});
