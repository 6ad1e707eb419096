import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backends } from '../backends/index.ts';
import { fidelityDocs, HEAD, kept, sectionsOf, shareOf } from '../scripts/fidelity-docs.ts';
import { isUsable, loadRules } from '../src/compile.ts';
import { FIDELITIES } from '../src/target/ledger.ts';
import { SourceText } from '../src/text/source-text.ts';

const RULES = ['process where process.name == "a.exe"', 'sequence [process where true] [file where true]'];

const loaded = RULES.flatMap((text) => loadRules(new SourceText('rule.eql', text)).rules).filter(isUsable);
const sections = sectionsOf({ title: 'Own' }, loaded);

describe('the figures', () => {
  it('count every rule once a target, by what its output says of itself', () => {
    expect(sections.map(({ kind }) => kind)).toEqual(['event', 'stateful']);
    for (const { shares } of sections) {
      expect(shares.map(({ target }) => target)).toEqual(backends.map(({ id }) => id));
      for (const { rules, fidelities } of shares)
        expect([rules, FIDELITIES.reduce((sum, name) => sum + fidelities[name], 0)]).toEqual([1, 1]);
    }
    expect(sections[0]?.shares.find(({ target }) => target === 'js')?.fidelities.exact).toBe(1);
  });

  it('count an assumption of conditional outputs only, and never round up', () => {
    const share = shareOf('x', [
      { fidelity: 'conditional', assumes: ['a', 'b'] },
      { fidelity: 'conditional', assumes: ['b'] },
      { fidelity: 'wider', assumes: ['a'] },
    ]);
    expect([...share.assumptions]).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    expect(kept(share)).toBe(66.6);
  });
});

describe('docs/fidelity.md', () => {
  const file = new URL('../docs/fidelity.md', import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';

  it('is laid out as the generator does it; if not, run npm run fidelity', () => {
    const made = fidelityDocs('2026-01-01', [], sections);
    expect(text.split('\n').slice(0, 2)).toEqual(made.split('\n').slice(0, 2));
    expect(text).toContain(`| ${HEAD.join(' | ')} |`);
    expect(text).toMatch(/^Made by `npm run fidelity` on \d{4}-\d\d-\d\d; do not edit\.$/m);
  });

  it('has every target, with what runs it and in each table', () => {
    const tables = text.split('\n').filter((line) => line === `| ${HEAD.join(' | ')} |`).length;
    expect(tables).toBeGreaterThan(0);
    for (const { id } of backends) {
      const rows = text.split('\n').filter((line) => line.startsWith(`| \`${id}\` |`));
      expect([id, rows.length]).toEqual([id, tables + 1]);
    }
  });
});
