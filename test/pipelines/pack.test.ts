import { describe, expect, it } from 'vitest';
import { isUsable, loadRules } from '../../src/compile.ts';
import { readMapping } from '../../src/index.ts';
import type { MappingPack } from '../../src/mapping/pack.ts';
import { packs } from '../../src/mapping/packs/index.ts';
import { mapAlong, routeOf } from '../../src/mapping/route.ts';
import { SourceText } from '../../src/text/source-text.ts';

const OWN = `
id: lake
from: sigma
title: our lake
time: ts
decisive: [EventID]
tables:
  - id: process_creation/windows
    serves:
      log_sources:
        - {category: process_creation, product: windows}
    table: processes
    where:
      - {column: kind, any_of: [start]}
      - {column: code, any_of: [1, 2], type: long}
    fields:
      CommandLine: cmd
      ProcessId: {column: pid, type: long}
      Image: {column: exe, confidence: likely, note: 'some sensors leave the folder out'}
      OriginalFileName: {file_name: exe, separator: '\\'}
      User: {joined: [domain, name], separator: '\\'}
      TargetObject: {respelled: key, spellings: {'HKLM\\': 'HKEY_LOCAL_MACHINE\\'}}
      EventType: {lookup: action, values: {created: [CreateKey, MakeKey], set: SetValue}}
      md5: {tagged: hashes, tag: MD5}
      PipeName: {member: details, key: PipeName, spellings: {'\\': '\\Device\\NamedPipe\\'}}
      Hashes: {tags: {MD5: md5, SHA1: sha1}}
      Channel: {constant: Security}
    renamed:
      - {prefix: 'x.', to: 'y.'}
`;

describe('a pack in YAML', () => {
  const { value, diagnostics } = readMapping(new SourceText('own.yml', OWN));

  it('has the parts of those in the program', () => {
    expect(diagnostics).toEqual([]);
    expect(value).toMatchSnapshot();
  });

  it('maps a rule', () => {
    if (!value || 'kind' in value) throw new Error('no pack');
    const known: readonly MappingPack[] = [...packs, value];
    const text =
      'title: t\nlogsource: {category: process_creation, product: windows}\ndetection:\n  a: {CommandLine: x, ProcessId: 5}\n  condition: a\n';
    const [loaded] = loadRules(new SourceText('r.yml', text)).rules;
    if (!loaded || !isUsable(loaded)) throw new Error('no rule');
    const route = routeOf(['lake'], 'sigma', known);
    if (!route) throw new Error('no route');
    const { rule, reads, entries } = mapAlong(loaded.rule, route);
    expect(reads).toBe('processes');
    expect(rule?.time.timestamp).toBe('ts');
    expect(entries).toEqual([]);
  });
});
