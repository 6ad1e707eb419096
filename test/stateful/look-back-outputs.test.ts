import { describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { durationText, parseDuration } from '../../src/base/duration.ts';
import { conversionJson, documentJson, ruleJson } from '../../src/cli/json-output.ts';
import { convertRule, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Usable } from '../../src/verify/runner.ts';

const SIGMA = `title: many
name: many
logsource: {product: test}
detection: {s: {a: y}, condition: s}
---
title: found
correlation:
    type: event_count
    rules: many
    group-by: [user]
    timespan: 7m
    condition: {gte: 3}
`;

const CHAIN = `${SIGMA.replace('title: found', 'title: often\nname: often')}---
title: again
correlation:
    type: event_count
    rules: often
    group-by: [user]
    timespan: 2h
    condition: {gte: 2}
`;

const rulesOf = (name: string, text: string): readonly Usable[] =>
  loadRules(new SourceText(name, text)).rules.flatMap((loaded) =>
    loaded.rule && loaded.role === 'alerts' ? [{ ...loaded, rule: loaded.rule }] : [],
  );

const eql = (text: string): readonly Usable[] => rulesOf('rule.eql', text);

const RULES: readonly (readonly [string, readonly Usable[], string | undefined])[] = [
  ['a sequence', eql('sequence by host.id with maxspan=7m [process where true] [network where true]'), '7m'],
  [
    'a sequence that ends with a missing event',
    eql('sequence by host.id with maxspan=7m [process where true] ![network where true]'),
    '7m',
  ],
  ['a sequence without maxspan', eql('sequence by host.id [process where true] [network where true]'), undefined],
  ['a sample', eql('sample by host.id [process where true] [network where true]'), undefined],
  ['a correlation', rulesOf('rule.yml', SIGMA), '7m'],
];

/** Targets that read a stored past; the others are given the events. */
const QUERIES = backends.filter(({ id }) => id === 'kusto' || id === 'splunk' || id.startsWith('sql:'));

/** With a period of five minutes. */
const scheduled = (loaded: Usable): Usable => {
  const metadata = { ...loaded.metadata, schedule: { interval: '5m' } };
  return { ...loaded, metadata, rule: { ...loaded.rule, metadata } };
};

describe.each(QUERIES.map((backend) => [backend.id, backend] as const))('%s says how it is run again', (_, backend) => {
  it.each(RULES)('%s', (__, rules, span) => {
    const [loaded] = rules;
    if (!loaded) throw new Error('no rule');
    const conversion = convertRule(scheduled(loaded), backend, {});
    const { text, lookBack } = conversion;
    if (text === undefined) throw new Error(JSON.stringify(conversion.ledger));
    // The least time: the period and the span; where there is none, the reason.
    const least = span === undefined ? undefined : (parseDuration(span) ?? 0n) + (parseDuration('5m') ?? 0n);
    expect(lookBack?.nanos).toBe(least);
    expect(lookBack?.why).toMatch(span === undefined ? /no maxspan|knows no time/ : /^the period \(5m\) and /);
    expect(lookBack?.keep).toMatch(/5m/);
    const said = least === undefined ? 'look-back: none is long enough' : `look-back: at least ${durationText(least)}`;
    expect(text).toContain(said);
    expect(text).toContain(`keep: ${lookBack?.keep}`);
    // Only in comments, which can be left out.
    expect(convertRule(scheduled(loaded), backend, { comments: false }).text).not.toContain('look-back');
  });
});

/** Targets that write no correlation of what another one finds. */
const NO_CHAINS: ReadonlySet<string> = new Set(['sql:clickhouse']);

it.each(QUERIES.map((backend) => [backend.id, backend] as const))(
  '%s names the timespans of a chain as one reads them, in comments and in JSON',
  (id, backend) => {
    const [loaded] = rulesOf('rule.yml', CHAIN).slice(-1);
    if (!loaded) throw new Error('no rule');
    const conversion = convertRule(scheduled(loaded), backend, {});
    expect(conversion.text === undefined).toBe(NO_CHAINS.has(id));
    if (conversion.text === undefined) return;
    const why = 'the period (5m) and the timespans of the chain (2h and 7m)';
    const keep = conversion.lookBack?.keep;
    expect(keep).toMatch(/5m/);
    expect(conversion.text).toContain(`look-back: at least 2h 12m: ${why}`);
    expect(conversion.text).toContain(`keep: ${keep}`);
    const printed = documentJson([ruleJson(loaded, 'rule.yml', [conversionJson(conversion, true)])], []);
    const { rules } = JSON.parse(printed) as {
      readonly rules: readonly { readonly outputs: readonly { readonly lookBack: unknown }[] }[];
    };
    const nanos = String((2n * 60n + 7n + 5n) * 60n * 1_000_000_000n);
    expect(rules[0]?.outputs[0]?.lookBack).toEqual({ nanos, why, keep });
  },
);

it('an event rule needs none', () => {
  const [loaded] = eql('process where true');
  if (!loaded) throw new Error('no rule');
  for (const backend of backends) expect(convertRule(loaded, backend, {}).lookBack).toBeUndefined();
});

it('KQL looks back over a period of its own where the rule names none', () => {
  const kusto = backends.find(({ id }) => id === 'kusto');
  const [loaded] = rulesOf('rule.yml', SIGMA);
  if (!loaded || !kusto) throw new Error('no rule');
  expect(convertRule(loaded, kusto, {}).text).toContain('let lookback = 67m;');
});
