import { expect, it } from 'vitest';
import { splunk } from '../../../backends/splunk/index.ts';
import { isUsable, loadRules } from '../../compile.ts';
import type { Event } from '../../eval/read-field.ts';
import { SourceText } from '../../text/source-text.ts';
import { announcedBy } from '../compare.ts';
import { isFault, isUnavailable } from '../runner.ts';
import { openSplunk } from './splunk.ts';

const KEYWORD = JSON.stringify({
  title: 'Keyword',
  logsource: { product: 'linux' },
  detection: { keywords: ['needle'], condition: 'keywords' },
});

/** What each way of running a rule's output finds, and what of its ledger would excuse that it says the opposite. */
async function found(path: string, text: string, event: Event): Promise<Readonly<Record<string, unknown>>> {
  const [loaded] = loadRules(new SourceText(path, text)).rules.filter(isUsable);
  const runner = await openSplunk('test');
  if (!loaded || isUnavailable(runner)) throw new Error('nothing to run');
  const answer = await runner.run({ loaded, backend: splunk, events: [event] });
  if (isFault(answer)) throw new Error(answer.fault.reason);
  return Object.fromEntries(
    answer.ways.map((way) => {
      const [verdict] = way.verdicts;
      return [way.name, [verdict, announcedBy(loaded, way, event, verdict === true)?.assumption]];
    }),
  );
}

it.each<[string, string, string, Event, Readonly<Record<string, unknown>>]>([
  [
    'several values',
    'rule.eql',
    'any where process.args : "a.exe"',
    { process: { args: ['a.exe', 'b'] } },
    { default: [true, undefined], 'searchMultivalue=none': [false, 'splunk/search-any-value'] },
  ],
  [
    'quotes in CASE()',
    'rule.eql',
    'any where process.name == "a b"',
    { process: { name: 'a b' } },
    { default: [true, undefined], 'quotedCase=with-quotes': [false, 'splunk/quoted-case'] },
  ],
  [
    'names in the raw text',
    'rule.yml',
    KEYWORD,
    { needle: null },
    { default: [false, undefined], 'raw JSON': [true, 'splunk/raw-text'] },
  ],
  [
    'values that are left out',
    'rule.eql',
    'any where length(process.name) < 3',
    { process: { name: '' } },
    { 'without empty values': [false, 'splunk/no-empty-values'] },
  ],
  [
    'several values that decide nothing',
    'rule.eql',
    'any where process.args : "a.exe"',
    { process: { args: ['c', 'b'] } },
    { default: [false, undefined], 'searchMultivalue=none': [false, undefined] },
  ],
])(
  '%s: a way without what the output assumes differs, and only there the assumption excuses it',
  async (_, path, text, event, wanted) => {
    expect(await found(path, text, event)).toMatchObject(wanted);
  },
);
