import { expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { passes } from '../../src/eval/event-query.ts';
import type { Event } from '../../src/eval/read-field.ts';
import type { EventQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { atLeast, corpusRows, hasCorpus, ruleRows } from '../../test/published.ts';
import { js } from './index.ts';
import { load } from './load-module.test-support.ts';
import { compilePredicate } from './predicate.ts';

interface PublishedRule {
  readonly path: string;
  readonly toml: string;
  readonly rule_id: string;
}

interface EventCase {
  readonly id: string;
  readonly rule_id: string;
  readonly expect: 'match' | 'no match';
  readonly kind: string;
  readonly docs: readonly Event[];
}

interface EventRule {
  readonly id: string;
  readonly rule: Rule;
  readonly query: EventQuery;
}

function eventRules(): readonly EventRule[] {
  return ruleRows<PublishedRule>('elastic/eql_rules.ndjson').flatMap(({ path, toml, rule_id }) =>
    loadRules(new SourceText(path, toml)).rules.flatMap(({ rule }) => {
      const legal = rule && legalize(rule);
      return legal?.query.kind === 'event' ? [{ id: rule_id, rule: legal, query: legal.query }] : [];
    }),
  );
}

test.skipIf(!hasCorpus)(
  'every published event rule means the same as a module and as a predicate',
  { timeout: 120_000 },
  async () => {
    const cases = [
      ...corpusRows<EventCase>('elastic/event_samples_ecs.ndjson'),
      ...corpusRows<EventCase>('elastic/event_nearmiss_ecs.ndjson'),
    ].filter(({ kind }) => kind === 'single');
    const rules = eventRules();
    const begin = process.cpuUsage();
    const emissions = rules.map(({ rule }) => js.emit(rule, defaultEmitOptions));
    const { user } = process.cpuUsage(begin);
    const counts = { rules: 0, labelled: 0, others: 0, bytes: 0 };
    const strangers = cases.filter((_, i) => i % 50 === 0).flatMap(({ docs }) => docs);
    for (const [i, { id, rule, query }] of rules.entries()) {
      const { text, notes } = emissions[i] ?? {};
      expect(notes, rule.metadata.name).toEqual([]);
      const { matches } = await load(text ?? '');
      const predicate = compilePredicate(rule);
      if (typeof predicate !== 'function') throw new Error(predicate.unsupported);
      counts.rules++;
      counts.bytes += text?.length ?? 0;
      const check = (event: Event, meant: boolean, name: string) => {
        expect([matches(event), predicate(event)], `${rule.metadata.name} ${name}`).toEqual([meant, meant]);
      };
      for (const found of cases.filter(({ rule_id }) => rule_id === id)) {
        const [doc] = found.docs;
        if (!doc) continue;
        check(doc, found.expect === 'match', found.id);
        counts.labelled++;
      }
      for (const event of strangers) {
        check(event, passes(query.filter, event), 'stranger');
        counts.others++;
      }
    }
    process.stdout.write(`${JSON.stringify(counts)}, ${Math.round(user / 1000)} ms of CPU to write them\n`);
    expect(counts.rules).toBeGreaterThan(atLeast(400));
    expect(counts.labelled).toBeGreaterThan(atLeast(500));
  },
);
