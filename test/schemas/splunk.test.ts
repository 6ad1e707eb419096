import { describe, expect, it } from 'vitest';
import { splunk } from '../../backends/splunk/index.ts';
import { type Conversion, convertRule } from '../../src/compile.ts';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { fieldsFromEvent, type JsonValue } from '../../src/emulate/spl/fields-from-event.ts';
import { defaultReadings } from '../../src/emulate/spl/readings.ts';
import { runSpl } from '../../src/emulate/spl/run.ts';
import { runQuery } from '../../src/eval/run-query.ts';
import { splunkJson } from '../../src/schema/named/splunk-json.ts';
import { verdictsOf } from '../../src/verify/oracle.ts';
import { ID } from '../../src/verify/tables.ts';
import {
  type Case,
  type Event,
  expectedOf,
  ownCases,
  publishedCases,
  readUnder,
  STATEFUL_EVENTS,
  STATEFUL_RULES,
} from './cases.ts';

const convert = ({ loaded }: Pick<Case, 'loaded'>): Conversion =>
  convertRule(loaded, splunk, { comments: false, window: 'none', idColumn: ID, listNames: 'braces' });

/** The rows that a search finds in events as Splunk's automatic JSON extraction reads them. */
function search(text: string, events: readonly Event[]) {
  const rows = events.map((event, id) => ({
    ...fieldsFromEvent(event as { readonly [name: string]: JsonValue }),
    index: 'main',
    [ID]: String(id),
    _time: Date.parse(String(event['@timestamp'])) / 1000,
  }));
  const found = runSpl(text, rows, { readings: defaultReadings, now: 0 });
  if (found.diagnostics.length > 0) throw new Error(`${found.diagnostics.map(messageOf).join('; ')}\n${text}`);
  return found.rows;
}

describe('--schema splunk-json', () => {
  it('names lists in braces, in the base search too, and nothing else', () => {
    const loaded = readUnder(splunkJson, 'rule.eql', 'process where process.args : "x" and process.name : "y"');
    const { text, columns } = convert({ loaded });
    expect(text).toContain('process.args{}="x"');
    expect(text).toContain('process.name="y"');
    expect(text).toContain('event.category{}=CASE(process)');
    expect(columns).toContain('process.args{}');
  });

  it('finds what the rule finds in JSON as Splunk extracts it', () => {
    let hits = 0;
    for (const one of [...ownCases(splunkJson), ...publishedCases(splunkJson)]) {
      const { text, ledger } = convert(one);
      if (text === undefined) {
        expect([one.name, ledger]).toEqual([expect.not.stringMatching(/^any where/), expect.anything()]);
        continue;
      }
      const found = search(text, one.events).map((row) => Number(row[ID]));
      expect([one.name, found.sort((a, b) => a - b)]).toEqual([one.name, expectedOf(one)]);
      hits += found.length;
    }
    expect(hits).toBeGreaterThan(40);
  });

  it.each(STATEFUL_RULES.filter((text) => !text.startsWith('sample')))('finds as many matches: %s', (text) => {
    const loaded = readUnder(splunkJson, 'rule.eql', text, 'event.sequence');
    const conversion = convert({ loaded });
    const expected = runQuery(loaded.rule.query, STATEFUL_EVENTS, loaded.rule.time).length;
    expect(search(conversion.text ?? '', STATEFUL_EVENTS)).toHaveLength(expected);
  });

  it('an array where the schema has one value, and the other way round, is what it assumes away', () => {
    const loaded = readUnder(splunkJson, 'rule.eql', 'any where process.args : "x*z" and process.pid == 4');
    const { text = '', ledger } = convert({ loaded });
    const notes = ledger.flatMap((entry) =>
      entry.effect === 'conditional' && entry.assumption === 'schema/json-arrays' ? [entry] : [],
    );
    const other = { 'process.args': ['xz'], 'process.pid': 4, '@timestamp': '2026-01-05T09:00:00.000Z' };
    expect(search(text, [other])).toHaveLength(1);
    for (const note of notes) {
      const event = { ...other, ...note.witness };
      expect([note.why, verdictsOf(loaded.rule, [event]), search(text, [event]).length]).toEqual([note.why, [true], 0]);
    }
    expect(notes.map(({ witness }) => witness)).toEqual([{ 'process.args': 'xz' }, { 'process.pid': [4n] }]);
  });

  it('names in braces come from the event, not from the rule', () => {
    const [first] = ownCases(splunkJson);
    const { ledger } = convertRule(first?.loaded ?? readUnder(splunkJson, 'r.eql', 'any where true'), splunk, {
      listNames: 'braces',
    });
    const names = ledger.flatMap((entry) => ('witness' in entry ? Object.keys(entry.witness ?? {}) : []));
    expect(names.length).toBeGreaterThan(1);
    expect(names.join()).not.toContain('{}');
  });
});
