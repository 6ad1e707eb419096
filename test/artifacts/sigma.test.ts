import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lines, listed } from '../../src/artifacts/prose.ts';
import { backends, convertRule, printQuery } from '../../src/index.ts';
import { runs } from '../seed.ts';
import { hostileMetadata, made, ruleIn, SCHEDULED, textOf, tomlRule, withMetadata } from './kit.ts';

const backend = backends.find(({ id }) => id === 'sigma');
if (!backend) throw new Error('no backend for Sigma');

describe('a Sigma rule', () => {
  it('carries what Sigma has no key for under keys of its own', () => {
    const rule = withMetadata(tomlRule([...SCHEDULED, 'tags = ["Windows"]', 'max_signals = 7']), { note: '## Look' });
    const back = ruleIn(textOf(made(rule, 'sigma')), 'rule.yml');
    expect(back.metadata.sigma?.custom).toEqual({
      risk_score: 73,
      interval: '5m',
      from: 'now-9m',
      max_alerts: 7,
      labels: ['Windows'],
      note: '## Look',
    });
    expect(back.metadata.severity).toBe('high');
    expect(back.metadata.sigma?.related).toEqual([{ id: '11111111-2222-4333-8444-555555555555', type: 'derived' }]);
  });

  it('stays itself where it was one', () => {
    const text = `
title: A Sigma rule
id: 0b1b9e1c-4ac5-4f0e-8b71-0b0a7f8f1a11
logsource: {category: process_creation, product: windows}
detection: {selection: {Image|endswith: '\\a.exe'}, condition: selection}
own: [1, 2]
`;
    const rule = ruleIn(text, 'rule.yml');
    expect(textOf(made(rule, 'sigma'))).toBe(convertRule(rule, backend).text);
  });

  it('keeps hostile words in their places', () => {
    fc.assert(
      fc.property(hostileMetadata, (metadata) => {
        const rule = withMetadata(tomlRule(SCHEDULED), metadata);
        const plainly = convertRule(rule, backend).text ?? '';
        const back = ruleIn(textOf(made(rule, 'sigma')), 'rule.yml');
        expect(printQuery(back.rule.query)).toBe(printQuery(ruleIn(plainly, 'rule.yml').rule.query));
        const own = back.metadata.sigma?.custom ?? {};
        expect(own.note).toBe(lines(metadata.note ?? '') || undefined);
        expect(own.labels ?? []).toEqual(listed(metadata.tags));
        expect(own.interval).toBe('5m');
      }),
      { numRuns: runs(150) },
    );
  });
});
