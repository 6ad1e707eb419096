import { describe, expect, it } from 'vitest';
import { isUsable, loadRules } from '../compile.ts';
import { not } from '../ir/build.ts';
import type { Rule } from '../ir/rule.ts';
import { filtersOf, mapFilters } from '../ir/walk.ts';
import { packs } from '../mapping/packs/index.ts';
import { type Routed, routeOf } from '../mapping/route.ts';
import { SourceText } from '../text/source-text.ts';
import { generateEvents } from './generate/generate-events.ts';
import { generateStreams } from './generate/generate-streams.ts';
import {
  type HeldMapping,
  heldMapping,
  isHeld,
  mappingDifferences,
  streamDifferences,
  throughMapping,
} from './mapped.ts';

const EQL =
  'process where host.os.type == "windows" and event.type == "start" and process.name : ("a.exe", "b*.exe") and not process.parent.name : "c.exe" and process.command_line : "*-x*"';

function ruleOf(text: string): Rule {
  const loaded = loadRules(new SourceText(text.startsWith('title') ? 'rule.yml' : 'rule.eql', text))
    .rules.filter(isUsable)
    .filter(({ role }) => role === 'alerts')
    .at(-1);
  if (!loaded) throw new Error('no rule');
  return loaded.rule;
}

const rule = ruleOf(EQL);

function throughRoute(one: Rule, ...ids: readonly string[]): Routed {
  const route = routeOf(ids, one.taxonomy, packs);
  if (!route) throw new Error(`no way to ${ids.join()}`);
  return throughMapping(one, route);
}

function through(one: Rule, ...ids: readonly string[]): Routed & { readonly rule: Rule } {
  const routed = throughRoute(one, ...ids);
  if (!routed.rule) throw new Error(`no rule in ${ids.join()}`);
  return { ...routed, rule: routed.rule };
}

const eventsFor = (mapped: Rule) => generateEvents(mapped, { seed: 1 }).map(({ event }) => event);

/** A mapping that says the opposite in the last filter. */
function opposite(routed: Routed & { readonly rule: Rule }): Routed {
  let left = filtersOf(routed.rule.query).length;
  const query = mapFilters(routed.rule.query, (filter) => {
    left--;
    return left > 0 ? filter : { ...filter, condition: not(filter.condition) };
  });
  return { ...routed, rule: { ...routed.rule, query } };
}

function held(one: Rule, routed: Routed): HeldMapping {
  const found = heldMapping(one, routed);
  if (!isHeld(found)) throw new Error(found.reason);
  return found;
}

describe('what a mapped rule says, held against the rule', () => {
  it.each(['defender-xdr', 'cim', 'ocsf'])('is the same in %s, and a mapping that lies is found', (id) => {
    const routed = through(rule, id);
    const events = eventsFor(routed.rule);
    expect(mappingDifferences(held(rule, routed), events)).toEqual([]);
    expect(mappingDifferences(held(rule, opposite(routed)), events).length).toBeGreaterThan(20);
  });

  it('goes through the definitions of both mappings where one leads over another', () => {
    const routed = through(rule, 'sentinel');
    expect(routed.passed).toHaveLength(2);
    const events = eventsFor(routed.rule);
    expect(mappingDifferences(held(rule, routed), events)).toEqual([]);
    expect(mappingDifferences(held(rule, opposite(routed)), events).length).toBeGreaterThan(5);
  });

  it('excuses only events that break what the mapping assumes: a name in place of a path', () => {
    const routed = through(rule, 'sigma');
    const mapping = held(rule, routed);
    const event = { CommandLine: '-x' };
    expect(mapping.allows({ ...event, Image: 'a.exe' }, false)).toBe(true);
    expect(mapping.allows({ ...event, Image: 'C:\\a.exe', ParentImage: 'C:\\b' }, false)).toBe(false);
    expect(mapping.allows({ ...event, Image: 'C:\\a.exe', ParentImage: 'C:\\b' }, true)).toBe(true);
  });

  it('says why it holds nothing', () => {
    const unseen = { effect: 'conditional', construct: 'x', why: 'y', assumption: 'mapping/unmapped' } as const;
    const routed = through(rule, 'sigma');
    expect(heldMapping(rule, { ...routed, entries: [unseen] })).toEqual({
      reason: 'the mapping assumes mapping/unmapped, so what it says is not held against the rule',
    });
    const { passed } = routed;
    const piped = { ...routed, passed: [...passed, { title: 'a pipeline', tables: [], places: [], fields: [] }] };
    expect(heldMapping(rule, piped)).toMatchObject({ reason: expect.stringContaining('pipeline') });
  });
});

const SEQUENCES = [
  'sequence by host.id, user.name with maxspan=1m [process where event.type == "start" and process.name : "a.exe"] [file where file.name : "b.exe"]',
  'sequence by host.id [process where event.type == "start" and process.name : "a.exe"] [network where destination.port == 80] until [process where event.type == "end"]',
];

const CORRELATIONS = ['temporal', 'temporal_ordered', 'event_count', 'value_count'].map(
  (type) => `title: A
name: a
logsource: {category: process_creation, product: windows}
detection: {sel: {CommandLine|contains: whoami}, condition: sel}
---
title: B
name: b
logsource: {category: file_event, product: windows}
detection: {sel: {TargetFilename|endswith: '.exe'}, condition: sel}
---
title: C
correlation:
  type: ${type}
  rules: ${type === 'value_count' ? '[a]' : '[a, b]'}
  group-by: [${type === 'value_count' ? 'Computer' : 'Computer, User'}]
  timespan: 5m
  ${type.startsWith('temporal') ? '' : `condition: {gte: 3${type === 'value_count' ? ', field: User' : ''}}`}
`,
);

describe.each([...SEQUENCES, ...CORRELATIONS])('streams of %s', (text) => {
  const stateful = ruleOf(text);
  it.each(['defender-xdr', 'asim', 'sysmon', 'cim', 'ocsf'])('have the same matches in %s', (id) => {
    const routed = throughRoute(stateful, id);
    if (!routed.rule) {
      expect(routed.entries.filter(({ effect }) => effect === 'unsupported')).not.toEqual([]);
      return;
    }
    const mapped = { ...routed, rule: routed.rule };
    const mapping = heldMapping(stateful, mapped);
    if (!isHeld(mapping)) {
      expect(mapping.reason).toContain('leaves tests out');
      return;
    }
    const streams = generateStreams(mapping.finder, { seed: 1 }).map(({ events }) => mapping.placed(events));
    expect(streams.flatMap((stream) => mapping.wanted(stream)).length).toBeGreaterThan(2);
    expect(streamDifferences(mapping, streams)).toEqual([]);
    expect(streamDifferences(held(stateful, opposite(mapped)), streams).length).toBeGreaterThan(2);
  });
});
