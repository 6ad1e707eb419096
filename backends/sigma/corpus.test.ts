import { expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { passes } from '../../src/eval/event-query.ts';
import type { Event } from '../../src/eval/read-field.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions, type Emission } from '../../src/target/backend.ts';
import { type Fidelity, joinFidelity } from '../../src/target/ledger.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { atLeast, corpusRows, hasCorpus, ruleRows } from '../../test/published.ts';
import { readDetection } from './evaluate.test-support.ts';
import { sigma } from './index.ts';

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

interface Published {
  readonly id: string;
  readonly rule: Rule;
}

function publishedRules(): readonly Published[] {
  return ruleRows<PublishedRule>('elastic/eql_rules.ndjson').flatMap(({ path, toml, rule_id }) =>
    loadRules(new SourceText(path, toml)).rules.flatMap(({ rule }) =>
      rule ? [{ id: rule_id, rule: legalize(rule) }] : [],
    ),
  );
}

/** Runs a rule on the events that are labelled for it and on others; gives their numbers. */
function compare({ id, rule }: Published, text: string, cases: readonly EventCase[]): readonly [number, number] {
  const finds = readDetection(text);
  const { query } = rule;
  if (query.kind !== 'event') throw new Error('a stateful rule has a text');
  const name = rule.metadata.name ?? id;
  const labelled = cases.filter(({ rule_id }) => rule_id === id);
  for (const one of labelled)
    for (const event of one.docs) expect(finds(event), `${name} ${one.id}`).toBe(one.expect === 'match');
  const strangers = cases.filter((_, i) => i % 40 === 0).flatMap(({ docs }) => docs);
  for (const event of strangers) expect(finds(event), `${name}, stranger`).toBe(passes(query.filter, event));
  return [labelled.length, strangers.length];
}

function fidelityOf({ text, notes }: Emission): Fidelity {
  const fidelity = joinFidelity(notes.map(({ effect }) => effect));
  expect(text === undefined).toBe(fidelity === 'unsupported');
  for (const note of notes) expect(note.effect === 'unsupported' || note.witness !== undefined, note.why).toBe(true);
  return fidelity;
}

test.skipIf(!hasCorpus)('the published rules find the same as Sigma rules', { timeout: 300_000 }, () => {
  const cases = [
    ...corpusRows<EventCase>('elastic/event_samples_ecs.ndjson'),
    ...corpusRows<EventCase>('elastic/event_nearmiss_ecs.ndjson'),
  ].filter(({ kind }) => kind === 'single');
  const rules = publishedRules();
  const begin = process.cpuUsage();
  const emissions = rules.map((found) => ({ found, emission: sigma.emit(found.rule, defaultEmitOptions) }));
  const { user } = process.cpuUsage(begin);
  const fidelities: Record<string, number> = {};
  let [labelled, strangers] = [0, 0];
  for (const { found, emission } of emissions) {
    const fidelity = fidelityOf(emission);
    const kind = `${found.rule.query.kind}: ${fidelity}`;
    fidelities[kind] = (fidelities[kind] ?? 0) + 1;
    // Sequences are several documents: the conformance run reads those back.
    if (found.rule.query.kind !== 'event') continue;
    if (emission.text === undefined || !['exact', 'conditional'].includes(fidelity)) continue;
    const [own, others] = compare(found, emission.text, cases);
    labelled += own;
    strangers += others;
  }
  const line = JSON.stringify({ ...fidelities, labelled, strangers });
  process.stdout.write(`${line}, ${Math.round(user / 1000)} ms of CPU to write them\n`);
  const events = rules.filter(({ rule }) => rule.query.kind === 'event').length;
  const kept = (fidelities['event: exact'] ?? 0) + (fidelities['event: conditional'] ?? 0);
  expect(kept / events).toBeGreaterThan(0.95);
  expect(labelled).toBeGreaterThan(atLeast(500));
});
