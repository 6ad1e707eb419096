import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Threat } from '../ir/rule.ts';
import { SourceText } from '../text/source-text.ts';
import { readContainer } from './index.ts';
import { repairs } from './page-repairs.ts';

/** The lines of a file of the reference corpus, which stands beside the repository where there is one; otherwise none. */
function corpusLines<T>(name: string): readonly T[] {
  const file = new URL(`../../../shared/corpus/elastic/${name}`, import.meta.url);
  if (existsSync(file))
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  process.stderr.write(`skipped: no reference corpus (${name}) beside the repository\n`);
  return [];
}

interface Fixture {
  readonly rule_id: string;
  readonly format: string;
  readonly page: string;
  readonly expected: Readonly<Record<string, unknown>> & { readonly query: string; readonly query_note?: string };
}

const fixtures = corpusLines<Fixture>('page_fixtures.ndjson');
const idsOf = (threat: readonly Threat[] = []) =>
  threat.flatMap(({ tactic, techniques }) => [
    tactic?.id,
    ...techniques.flatMap((one) => [one.id, ...one.subtechniques.map((sub) => sub.id)]),
  ]);

describe.skipIf(fixtures.length === 0)('the pages of the corpus', () => {
  it.each(fixtures.map((one) => [one.format, one.expected.name, one] as const))('%s: %s', (_format, _name, fixture) => {
    const { envelopes, diagnostics } = readContainer(new SourceText('rule.md', fixture.page));
    const { expected } = fixture;
    const codes = new Set(diagnostics.map((found) => found.code));
    // A warning of blanks in strings depends on the rule; it may stand on filled pages only.
    if (expected.query_note !== undefined) codes.delete('container/page-filled');
    expect([...codes]).toEqual([]);
    expect(envelopes).toHaveLength(1);
    const [envelope] = envelopes;
    if (!envelope) expect.fail();
    const { metadata, query } = envelope;
    expect({
      name: metadata.name,
      type: envelope.ruleType,
      index: metadata.index,
      severity: metadata.severity,
      risk_score: metadata.riskScore,
      interval: metadata.schedule?.interval,
      from: metadata.schedule?.from,
      max_signals: metadata.maxSignals,
      references: metadata.references ?? [],
      tags: metadata.tags,
      version: metadata.version,
      author: metadata.author,
      license: metadata.license,
      threat: idsOf(metadata.threat),
    }).toEqual({ ...expected, query: undefined, query_note: undefined });
    if (expected.query_note === undefined) expect(query?.text).toBe(expected.query);
    else {
      const blanks = (text = '') => text.replace(/\s+/g, ' ').trim();
      const joined = query && (repairs(query, true)[0]?.slice ?? query);
      expect(blanks(joined?.text)).toBe(blanks(expected.query));
    }
  });
});

interface Rule {
  readonly path: string;
  readonly toml: string;
  readonly rule_id: string;
  readonly name: string;
  readonly query: string;
}

const rules = corpusLines<Rule>('eql_rules.ndjson');
describe.skipIf(rules.length === 0)('the rules of detection-rules', () => {
  it('gives name, id and query of each', () => {
    for (const rule of rules) {
      const { envelopes, diagnostics } = readContainer(new SourceText(rule.path, rule.toml));
      expect(diagnostics.map((found) => found.code)).toEqual([]);
      expect(envelopes).toMatchObject([
        {
          container: 'toml',
          language: 'eql',
          ruleType: 'eql',
          metadata: { name: rule.name, ruleId: rule.rule_id, sourcePath: rule.path },
        },
      ]);
      expect(envelopes[0]?.query?.text.trim()).toBe(rule.query.trim());
    }
  });

  it('reads them all in a second', () => {
    const start = process.cpuUsage();
    for (const rule of rules) readContainer(new SourceText(rule.path, rule.toml));
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});
