import { describe, expect, test } from 'vitest';
import { backends } from '../backends/index.ts';
import { convertRule, isUsable, loadRules } from '../src/compile.ts';
import { SourceText } from '../src/text/source-text.ts';
import { comparisonOf } from '../src/verify/compare.ts';
import { verdictsOf } from '../src/verify/oracle.ts';
import { isFault, isUnavailable, type Runner, type Usable } from '../src/verify/runner.ts';
import { runners } from '../src/verify/runners/index.ts';
import { share } from './seed.ts';

/** Sigma's parts of times, and fields that are compared with others, on everything that runs an output. */

type Event = Readonly<Record<string, unknown>>;

const TIMES: readonly unknown[] = [
  ...['2024-06-12T03:15:07Z', '2024-06-12T23:15:07.123456789+05:00', '2021-01-03 12:34', '2020-12-31', '2024-02-29'],
  ...['2023-02-29', '2024-12-30T00:00:00+1400', '1900-02-29', '1582-10-10', '9999-12-31T23:59:59.9Z', '2023-01-01Z'],
  ...['2024-06-12T24:00', '2024-06-12T03:15:07 ', '2024-06-12TT03:15', '2024-06-12 03:15 Z', '2024-06-12T03:15-15:00'],
  ...['2024-06-12T03', '20240612', '2024-06', '1718162107000', '2024-06-12T03:15:07,5Z', ' 2024-06-12', '', 'x', true],
  ...['2024-06-12T03:15:07\n', '2024-6-12', '2024-06-12T3:15', '0000-03-04', '2024-06-12t03:15', 1718162107000n, null],
];

const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  minute: [0, 15, 34, 59, 60],
  hour: [0, 3, 12, 23, 24],
  day: [1, 3, 12, 29, 30, 31],
  week: [1, 2, 9, 24, 52, 53],
  month: [1, 2, 6, 12, 13],
  year: [1582, 1900, 2021, 2024, 9999],
};

const PAIRS: readonly Event[] = [
  ...[
    ['x name y', 'NAME'],
    ['name', 'name'],
    ['names', 'name'],
    ['my name', 'Name'],
    ['name', 'names'],
    ['naname', 'name'],
    ['a.b', '.'],
    ['a.b', '*'],
    ['a*b', '*'],
    ['50%', '%'],
    ['', ''],
    ['a', ''],
    ['', 'a'],
    ['É', 'é'],
    ['k', '\u212a'],
    ['C:\\x', '\\'],
    ['10.0', '10'],
    ['a\0b', 'a'],
  ].map(([A, B]) => ({ A, B })),
  { A: 'a' },
  { B: 'a' },
  {},
];

function ruleOf(item: string, condition: string): Usable {
  const yaml = `title: t\nlogsource:\n  category: x\ndetection:\n  sel:\n    ${item}\n  condition: ${condition}\n`;
  const [loaded] = loadRules(new SourceText('rule.yml', yaml)).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(yaml);
  return loaded;
}

const timeRules = share(
  Object.entries(NUMBERS).flatMap(([part, numbers]) =>
    numbers.flatMap((number) => ['sel', 'not sel'].map((condition) => ruleOf(`T|${part}: ${number}`, condition))),
  ),
);
const pairRules = ['', '|startswith', '|endswith', '|contains'].flatMap((affix) =>
  ['sel', 'not sel'].map((condition) => ruleOf(`A|fieldref${affix}: B`, condition)),
);
const SETS: readonly { readonly name: string; readonly rules: readonly Usable[]; readonly events: readonly Event[] }[] =
  [
    { name: 'time parts', rules: timeRules, events: [{}, ...TIMES.map((T) => ({ T }))] },
    { name: 'fieldref', rules: pairRules, events: PAIRS },
  ];

/** The witnesses of what is assumed of times, each of which must tell output and rule apart. */
async function showsWitnesses(runner: Runner, rules: readonly Usable[], target: string): Promise<number> {
  const backend = backends.find(({ id }) => id === target);
  if (!backend) return 0;
  const trials = rules.flatMap((loaded) => {
    const ledger = convertRule(loaded, backend).ledger.filter(({ effect }) => effect === 'conditional');
    const events = ledger.flatMap((note) =>
      'assumption' in note && note.assumption === 'time/plain-text' && note.witness ? [note.witness] : [],
    );
    return events.length > 0 ? [{ loaded, backend, events }] : [];
  });
  const found = await runner.runAll(trials);
  for (const [at, trial] of trials.entries()) {
    const one = found[at];
    if (!one || isFault(one)) throw new Error(`${one?.fault.reason}\n${one?.fault.text}`);
    const right = verdictsOf(trial.loaded.rule, trial.events);
    for (const way of one.ways) expect(way.verdicts[0], `${way.conversion.text}`).not.toBe(right[0]);
  }
  return trials.length;
}

describe.each(backends.filter(({ id }) => runners[id]).map(({ id }) => ({ id })))('$id', ({ id }) => {
  test('says what the rule says of every event, or announces it', { timeout: 300_000 }, async (context) => {
    const runner = await runners[id]?.('');
    if (!runner || isUnavailable(runner)) return context.skip(`${runner?.missing ?? 'nothing'} is missing`);
    const backend = backends.find((one) => one.id === id);
    if (!backend) return;
    for (const { name, rules, events } of SETS) {
      const trials = rules
        .filter((loaded) => convertRule(loaded, backend).text !== undefined)
        .map((loaded) => ({ loaded, backend, events }));
      // EQL has no parts of times.
      if (id !== 'eql') expect(trials.length, name).toBe(rules.length);
      const found = await runner.runAll(trials);
      for (const [at, trial] of trials.entries()) {
        const one = found[at];
        if (!one || isFault(one)) throw new Error(`${one?.fault.reason}\n${one?.fault.text}`);
        const comparison = comparisonOf(trial, runner, one);
        const text = `${trial.loaded.rule.source.path} ${comparison.conversion.text}`;
        expect(
          comparison.differences.filter(({ announced }) => !announced).map(({ event }) => event),
          text,
        ).toEqual([]);
      }
    }
    const shown = await showsWitnesses(runner, timeRules, id);
    expect(shown > 0).toBe(/^(?:sql:.*|kusto|splunk)$/.test(id));
    await runner.close();
  });
});
