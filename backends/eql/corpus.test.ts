import { describe, expect, it } from 'vitest';
import { passes } from '../../src/eval/event-query.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { nodeKey, sameNode } from '../../src/ir/equal.ts';
import type { Query } from '../../src/ir/query.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { atLeast, corpusRows, hasCorpus, ruleRows } from '../../test/published.ts';
import { loaded, readBack, readBackQuery } from './read-back.test-support.ts';

describe.skipIf(!hasCorpus)('published rules, read back', () => {
  it('give every labelled event its verdict', () => {
    const rows = ruleRows<{ rule_id: string; path: string; toml: string }>('elastic/eql_rules.ndjson');
    const rules = new Map(rows.map(({ rule_id: id, toml, path }) => [id, loaded(toml, path)]));
    const queries = new Map(
      [...rules].flatMap(([id, rule]) => (rule.rule.query.kind === 'event' ? [[id, readBack(rule)] as const] : [])),
    );
    expect(queries.size).toBeGreaterThanOrEqual(atLeast(500));
    const samples = ['event_samples_ecs.ndjson', 'event_nearmiss_ecs.ndjson'].flatMap((name) =>
      corpusRows<{ id: string; rule_id: string; expect: string; docs: readonly Event[] }>(`elastic/${name}`),
    );
    const wrong = samples.flatMap(({ id, rule_id: rule, docs, expect: wanted }) => {
      const query = queries.get(rule);
      const found = query && docs.some((doc) => passes(query.filter, doc));
      return query && found !== (wanted === 'match') ? [id] : [];
    });
    expect(wrong).toEqual([]);
    // Only regular expressions may be spelt differently; every other rule comes back as the same tree.
    const changed = [...queries].flatMap(([id, query]) => {
      const rule = rules.get(id)?.rule;
      if (
        !rule ||
        /"regex"/.test(
          JSON.stringify(rule.query, (key, value) =>
            key === 'origin' ? undefined : typeof value === 'bigint' ? String(value) : value,
          ),
        )
      )
        return [];
      return rule.metadata.eventCategoryOverride !== undefined ||
        sameNode(legalize({ ...rule, query }).query, legalize(rule).query)
        ? []
        : [id];
    });
    expect(changed).toEqual([]);
  });
});

/** A tree as text, but for how regular expressions were written: they are printed anew. */
const spelt = (query: Query): string => nodeKey(query).replace(/"source":"(?:[^"\\]|\\.)*"/g, '');

/** The whole corpus has 135; all are taken each time: printing and reading them is quick. */
describe.skipIf(!hasCorpus)('published sequences and samples, read back', () => {
  it('are the same trees', () => {
    const stateful = corpusRows<{ path: string; toml: string }>('elastic/eql_rules.ndjson')
      .filter(({ toml }) => /^\s*(?:query = ['"]{3})?\s*(?:sequence|sample)\b/m.test(toml))
      .map(({ toml, path }) => loaded(toml, path))
      .filter(({ rule }) => rule.query.kind !== 'event');
    const changed = stateful.filter((rule) => {
      const back = legalize({ ...rule.rule, query: readBackQuery(rule) }).query;
      return spelt(back) !== spelt(legalize(rule.rule).query);
    });
    expect(changed.map(({ rule }) => rule.source.path)).toEqual([]);
    expect(stateful.length).toBeGreaterThanOrEqual(100);
  });
});
