import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { isUsable, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { compareTarget } from '../../src/verify/compare.ts';
import { closeLanes, type Lane, openLanes } from '../../src/verify/lanes.ts';
import { verdictsOf } from '../../src/verify/oracle.ts';
import type { Usable } from '../../src/verify/runner.ts';
import { CASES, type PeerCase } from './cases.ts';

/** The engines of the other SQL dialects take long to start; their outputs are held against the oracle elsewhere. */
const TARGETS: readonly string[] = ['sigma', 'splunk', 'kusto', 'sql:duckdb', 'sql:sqlite', 'js', 'eql'];
let lanes: readonly Lane[] = [];
beforeAll(async () => {
  lanes = await openLanes(
    backends.filter(({ id }) => TARGETS.includes(id)),
    'test',
  );
});
afterAll(() => closeLanes(lanes));

const SIGMA = 'title: Small rule\nlogsource: {category: test}\ndetection:\n';

function ruleOf({ rule }: PeerCase): Usable {
  const source = rule.startsWith('process')
    ? new SourceText('rule.eql', rule)
    : new SourceText('rule.yml', `${SIGMA}${rule}\n`);
  const [loaded] = loadRules(source).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${rule}`);
  return loaded;
}

describe('what other converters get wrong', () => {
  for (const one of CASES) {
    it(one.mistake, async () => {
      const loaded = ruleOf(one);
      const events = [...one.found, ...one.missed].map((event, at) => ({
        ...event,
        '@timestamp': `2026-01-01T00:00:${String(at).padStart(2, '0')}Z`,
      }));
      expect(verdictsOf(loaded.rule, events)).toEqual(events.map((_, at) => at < one.found.length));
      const right: string[] = [];
      for (const { backend, runner } of lanes) {
        const { status, fault, differences, held, conversion } = await compareTarget(loaded, backend, runner, events);
        const unannounced = differences.filter(({ announced }) => announced === undefined);
        expect({ target: backend.id, fault, unannounced, text: conversion.text }).toEqual({
          target: backend.id,
          fault: undefined,
          unannounced: [],
          text: conversion.text,
        });
        if (status !== 'unsupported') expect(held, backend.id).toBeGreaterThan(0);
        if (held === events.length && differences.length === 0) right.push(backend.id);
      }
      // Whatever a ledger announces: these have all the words that the rule needs.
      expect(right).toEqual(expect.arrayContaining(['js', 'sql:duckdb', 'sql:sqlite']));
      expect(right.length).toBeGreaterThanOrEqual(4);
    });
  }
});
