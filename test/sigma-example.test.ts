import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../src/formats/ndjson.ts';
import { compilePredicate, isUsable, loadRules, SourceText } from '../src/index.ts';
import { sameNode } from '../src/ir/equal.ts';
import { verdictsOf } from '../src/verify/oracle.ts';
import { targetOutputs } from './example-outputs.ts';

const file = (name: string): string =>
  readFileSync(new URL(`../examples/sigma-shadow-copies/${name}`, import.meta.url), 'utf8');

interface Example {
  readonly id: string;
  readonly matches: boolean;
  readonly event: Readonly<Record<string, unknown>>;
}

const examples = (readEvents(new SourceText('events.ndjson', file('events.ndjson'))).value ?? []).map(
  ({ event }) => event as unknown as Example,
);
const events = examples.map(({ event }) => event);
const verdicts = (found: readonly boolean[]) => examples.map(({ id }, i) => [id, found[i]]);
const expected = examples.map(({ id, matches }) => [id, matches]);

function read(path: string, text: string) {
  const [rule] = loadRules(new SourceText(path, text)).rules.filter(isUsable);
  if (!rule) throw new Error(`${path} has no meaning`);
  return rule.rule;
}

const rule = read('rule.yml', file('rule.yml'));

describe('the example rule in Sigma', () => {
  it('has the verdicts of its events', () => {
    expect(examples.length).toBeGreaterThan(20);
    expect(verdicts(verdictsOf(rule, events))).toEqual(expected);
    const predicate = compilePredicate(rule);
    if (typeof predicate !== 'function') expect.fail(predicate.unsupported);
    expect(verdicts(events.map(predicate))).toEqual(expected);
  });

  it('has outputs that are up to date', () => {
    const outputs = targetOutputs('rule.yml', file('rule.yml'));
    expect(outputs.size).toBeGreaterThan(8);
    for (const [name, text] of outputs) expect(file(`outputs/${name}`), name).toBe(text);
  });

  it('comes back from Sigma as the same rule, and from EQL and JavaScript with the same verdicts', async () => {
    expect(sameNode(read('rule.yml', file('outputs/rule.yml')), rule)).toBe(true);
    expect(verdicts(verdictsOf(read('rule.eql', file('outputs/rule.eql')), events))).toEqual(expected);
    const module = await import(
      `data:text/javascript;base64,${Buffer.from(file('outputs/rule.mjs')).toString('base64')}`
    );
    expect(verdicts(events.map((event) => module.matches(event)))).toEqual(expected);
  });
});
