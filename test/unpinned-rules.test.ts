import { describe, expect, it } from 'vitest';
import type { Event } from '../src/eval/read-field.ts';
import { runQuery } from '../src/eval/run-query.ts';
import { readEql } from '../src/frontends/eql/index.ts';
import { ecs } from '../src/schema/ecs.ts';
import { Slice } from '../src/text/slice.ts';
import { SourceText } from '../src/text/source-text.ts';

// Rules of EQL that no published case pins: a change of one of them would go unnoticed without these.

function found(text: string, events: readonly Event[]): readonly string[] {
  const source = Slice.verbatim(new SourceText('rule.eql', text));
  const { query } = readEql(source, { schema: ecs, categoryField: 'event.category' });
  if (!query) throw new Error(`does not read: ${text}`);
  return runQuery(query, events, { timestamp: '@timestamp' }).map((match) => match.events.join());
}

/** `p@3` is a process event at second 3, `n` network, `f` file; `/b` behind it names the host. */
const stream = (text: string): readonly Event[] =>
  text.split(' ').map((word) => {
    const [, kind = '', second = '', host = 'a'] = /^(.)@([\d.]+)(?:\/(.))?$/.exec(word) ?? [];
    const category = { p: 'process', n: 'network', f: 'file' }[kind];
    return { '@timestamp': Number(second) * 1000, 'event.category': category, 'host.id': host };
  });

const holds = (condition: string, event: Event): boolean =>
  found(`any where ${condition}`, [{ '@timestamp': 0, 'event.category': 'process', ...event }]).length === 1;

describe('sequences', () => {
  const two = 'sequence by host.id with maxspan=5s [process where true] [network where true]';

  it('may last maxspan exactly', () => {
    expect(found(two, stream('p@0 n@5'))).toEqual(['0,1']);
    expect(found(two, stream('p@0 n@5.001'))).toEqual([]);
  });

  it('measure maxspan from the first event', () => {
    const three = 'sequence with maxspan=5s [process where true] [network where true] [file where true]';
    expect(found(three, stream('p@0 n@4 f@6'))).toEqual([]);
  });

  it('end by an until of their own key alone', () => {
    const text = `sequence by host.id [process where true] [network where true] until [file where true]`;
    expect(found(text, stream('p@0 f@1/b n@2'))).toEqual(['0,2']);
    expect(found(text, stream('p@0 f@1 n@2'))).toEqual([]);
  });

  it('wait for a missing event at the end no longer than maxspan from the first', () => {
    const text = 'sequence with maxspan=5s [process where true] ![network where true]';
    expect(found(text, stream('p@0 n@5'))).toEqual([]);
    expect(found(text, stream('p@0 n@6'))).toEqual(['0,']);
  });

  it('measure a missing event at the beginning to the last event', () => {
    const text = 'sequence with maxspan=5s ![file where true] [process where true] [network where true]';
    expect(found(text, stream('f@0 p@2 n@5'))).toEqual([]);
    expect(found(text, stream('f@0 p@2 n@6'))).toEqual([',1,2']);
  });
});

describe('conditions', () => {
  const name = { 'process.name': 'Cmd.exe' };

  it('bind and before or', () => {
    expect(holds('true or true and false', {})).toBe(true);
    expect(holds('process.name == "Cmd.exe" or process.pid == 1 and process.pid == 2', name)).toBe(true);
  });

  it('compare the category with case', () => {
    expect(found('process where true', [{ '@timestamp': 0, 'event.category': 'Process' }])).toEqual([]);
  });

  it('mind case, and wildcards, where they say so', () => {
    expect(holds('process.name == "cmd.exe"', name)).toBe(false);
    expect(holds('process.name == "Cmd*"', name)).toBe(false);
    expect(holds('process.name in ("cmd.exe")', name)).toBe(false);
    expect(holds('process.name in~ ("cmd.exe")', name)).toBe(true);
    expect(holds('process.name like "cmd*"', name)).toBe(false);
    expect(holds('process.name like~ "cmd*"', name)).toBe(true);
    expect(holds('process.name regex "cmd.*"', name)).toBe(false);
    expect(holds('process.name regex~ "cmd.*"', name)).toBe(true);
  });

  it('anchor regular expressions at both ends', () => {
    expect(holds('process.name regex "md.*"', name)).toBe(false);
    expect(holds('process.name regex "Cm"', name)).toBe(false);
  });

  it('ask every element of an array', () => {
    expect(holds('process.args == "b"', { 'process.args': ['a', 'b'] })).toBe(true);
  });

  it('keep the sign of the left operand of %', () => {
    expect(holds('process.pid % 3 == -1', { 'process.pid': -7 })).toBe(true);
    expect(holds('process.pid % -3 == 1', { 'process.pid': 7 })).toBe(true);
  });
});
