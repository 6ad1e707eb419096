import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { isError } from '../../src/diagnostics/diagnostic.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../src/target/backend.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { ruleOfEql } from '../../test/stateful/random-streams.ts';
import { sigma } from './index.ts';

const emitted = (rule: Rule) => sigma.emit(legalize(rule), defaultEmitOptions);

/** The rule that alerts in the output. */
function readBack(rule: Rule): Rule {
  const { rules, diagnostics } = loadRules(new SourceText('out.yml', emitted(rule).text ?? ''));
  const alerting = rules.flatMap((one) => (one.rule && one.role === 'alerts' ? [one.rule] : []));
  expect([...diagnostics, ...rules.flatMap((one) => one.diagnostics)].filter(isError)).toEqual([]);
  const [only] = alerting;
  if (!only || alerting.length > 1) throw new Error(`${alerting.length} rules alert`);
  return only;
}

const idsOf = (rule: Rule, events: readonly Event[]): readonly string[] =>
  runQuery(rule.query, events, rule.time).map(({ events: at }) => at.join());

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 5) + seconds * 1000).toISOString();

describe('a sequence as a correlation', () => {
  it.each([
    ['one key for all', 'sequence by stream with maxspan=1m [any where s0 == "y"] [any where s1 == "y"]'],
    [
      'keys of different fields, and runs',
      'sequence by stream with maxspan=90s [any where s0 == "y"] by ka with runs=3 [any where s1 == "y"] by kb',
    ],
    ['one step that runs', 'sequence by stream with maxspan=2h [any where s0 == "y"] with runs=3'],
  ])('is written: %s', (_, text) => {
    const { text: out, notes } = emitted(ruleOfEql(text));
    expect(out).toMatchSnapshot();
    expect(notes.map(({ effect, why }) => `${effect}: ${why}`)).toMatchSnapshot();
  });

  it('finds the same where a step has one event within the span', () => {
    const text = 'sequence by key with maxspan=5s [any where s0 == "y"] [any where s1 == "y"] [any where s2 == "y"]';
    const rule = ruleOfEql(text);
    const back = readBack(rule);
    let matches = 0;
    // In each block of 20 seconds a key has at most one event of a step, none at the time of another.
    const block = fc.record({
      order: fc.shuffledSubarray([0, 1, 2], { minLength: 1 }),
      gaps: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
    });
    const streams = fc.array(fc.tuple(fc.constantFrom('a', 'A', 'b'), block), { maxLength: 12 });
    fc.assert(
      fc.property(streams, (blocks) => {
        const events = blocks.flatMap(([key, { order, gaps }], i) => {
          let second = i * 20;
          return order.map((step, j) => {
            second += gaps[j] ?? 1;
            return { '@timestamp': at(second), key, [`s${step}`]: 'y' };
          });
        });
        const found = idsOf(rule, events);
        expect(idsOf(back, events)).toEqual(found);
        matches += found.length;
      }),
      { numRuns: 200 },
    );
    expect(matches).toBeGreaterThan(20);
  });

  it('does not where that is broken: the assumption is one', () => {
    const text = 'sequence by key with maxspan=1m [any where s0 == "y"] [any where s1 == "y"] [any where s2 == "y"]';
    const rule = ruleOfEql(text);
    const events = [0, 1, 0, 2, 1, 2].map((step, i) => ({ '@timestamp': at(i), key: 'a', [`s${step}`]: 'y' }));
    expect(emitted(rule).notes.map(({ assumption }) => assumption)).toContain('sigma/one-event-a-step');
    expect([idsOf(rule, events).length, idsOf(readBack(rule), events).length]).toEqual([2, 1]);
  });

  it('alerts once for the events of a run, where the sequence matches again: narrower', () => {
    const rule = ruleOfEql('sequence by key with maxspan=1m [any where s0 == "y"] with runs=3');
    const events = [0, 1, 2, 3, 4].map((second) => ({ '@timestamp': at(second), key: 'a', s0: 'y' }));
    expect(emitted(rule).notes.map(({ effect }) => effect)).toContain('narrower');
    expect([idsOf(rule, events).length, idsOf(readBack(rule), events).length]).toEqual([3, 1]);
  });

  it('counts the events of a run wherever the other steps lie: differs', () => {
    const rule = ruleOfEql('sequence by key with maxspan=5s [any where s0 == "y"] with runs=2 [any where s1 == "y"]');
    const events = [
      { '@timestamp': at(0), key: 'a', s0: 'y' },
      { '@timestamp': at(4), key: 'a', s0: 'y' },
      { '@timestamp': at(8), key: 'a', s1: 'y' },
    ];
    expect(emitted(rule).notes.map(({ effect }) => effect)).toContain('differs');
    expect([idsOf(rule, events).length, idsOf(readBack(rule), events).length]).toEqual([0, 1]);
  });

  it('leaves out what lacks an optional key: differs', () => {
    const rule = ruleOfEql('sequence by ?key with maxspan=5s [any where s0 == "y"] [any where s1 == "y"]');
    const events = [
      { '@timestamp': at(0), s0: 'y' },
      { '@timestamp': at(1), s1: 'y' },
    ];
    expect(emitted(rule).notes.map(({ effect }) => effect)).toContain('differs');
    expect([idsOf(rule, events).length, idsOf(readBack(rule), events).length]).toEqual([1, 0]);
  });

  it.each([
    [
      'sequence [any where s0 == "y"] [any where s1 == "y"]',
      'a correlation of Sigma needs a time span, and the sequence has none',
    ],
    [
      'sequence with maxspan=5s [any where s0 == "y"] ![any where m0 == "y"]',
      'a correlation of Sigma has no word for an event that must not be there',
    ],
    [
      'sequence with maxspan=5s [any where s0 == "y"] [any where s1 == "y"] until [any where u == "y"]',
      'a correlation of Sigma has no event that ends it',
    ],
    [
      'sequence with maxspan=5s [any where s0 == "y"] [any where s1 == "y"] | head 1',
      'a correlation of Sigma alerts each time and has no way to keep some alerts',
    ],
    [
      'sequence with maxspan=500ms [any where s0 == "y"] [any where s1 == "y"]',
      'Sigma measures time in whole seconds, and a time span is one at least',
    ],
    [
      'sample by key [any where s0 == "y"] [any where s1 == "y"]',
      'a correlation of Sigma needs a time span, and a sample knows no time',
    ],
  ])('has no form for %s', (text, why) => {
    const { text: out, notes } = emitted(ruleOfEql(text));
    expect([out, notes.map((note) => note.why)]).toEqual([undefined, [why]]);
  });
});
