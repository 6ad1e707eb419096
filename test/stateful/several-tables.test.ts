import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends } from '../../backends/index.ts';
import { isUsable, loadRules } from '../../src/compile.ts';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { packs } from '../../src/mapping/packs/index.ts';
import { routeOf } from '../../src/mapping/route.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { closeLanes, compareLane, type Lane, openLanes } from '../../src/verify/lanes.ts';
import { throughMapping } from '../../src/verify/mapped.ts';
import { mappedMaterial } from '../../src/verify/mapped-material.ts';
import { isProved } from '../../src/verify/proof.ts';
import { isUnavailable } from '../../src/verify/runner.ts';

/** Steps in three tables: a number and a text that one of them has alone, behind and before others. */
const SEQUENCE =
  'sequence by host.id with maxspan=1m [process where event.type == "start" and process.name : "a.exe"] [file where event.type == "creation" and file.extension == "dll"] [network where destination.port == 443 and not destination.domain : "a.example"]';
const UNTIL =
  'sequence by host.id, user.name with maxspan=1m [process where event.type == "start" and process.name : "a.exe"] [network where destination.port == 443] until [file where event.type == "deletion" and file.name : "b"]';
const SAMPLE =
  'sample by host.id [process where event.type == "start" and process.name : "a.exe"] [network where destination.port == 443]';
const correlation = (section: string): string => `title: Started
name: started
logsource: {category: process_creation, product: windows}
detection: {sel: {CommandLine|contains: whoami}, condition: sel}
---
title: Connected
name: connected
logsource: {category: network_connection, product: windows}
detection: {sel: {DestinationPort: 443}, condition: sel}
---
title: Dropped
name: dropped
logsource: {category: file_event, product: windows}
detection: {sel: {TargetFilename|endswith: .exe}, condition: sel}
---
title: Correlated
correlation:
  rules: [started, connected, dropped]
  timespan: 5m
${section.replaceAll(/^/gm, '  ')}
`;
const RULES: readonly (readonly [string, string])[] = [
  ['a sequence over three tables', SEQUENCE],
  ['a sequence that another table ends', UNTIL],
  ['a sample', SAMPLE],
  ['a temporal correlation', correlation('type: temporal\ngroup-by: [Computer, User]')],
  ['an ordered one', correlation('type: temporal_ordered\ngroup-by: [Computer]')],
  ['a count', correlation('type: event_count\ngroup-by: [Computer]\ncondition: {gte: 4}')],
  ['a count of values', correlation('type: value_count\ncondition: {gte: 3, field: Computer}')],
  ['a count that may not be too high', correlation('type: event_count\ngroup-by: [Computer]\ncondition: {lt: 3}')],
];

const TARGETS = backends.filter(({ places = [] }) => places.includes('table'));
let lanes: readonly Lane[] = [];
beforeAll(async () => {
  lanes = await openLanes(TARGETS, '');
}, 60_000);
afterAll(() => closeLanes(lanes));

function mappedRule(text: string) {
  const path = text.startsWith('title') ? 'rule.yml' : 'rule.eql';
  const { rules, diagnostics } = loadRules(new SourceText(path, text));
  const loaded = rules.filter(isUsable).at(-1);
  if (!loaded) throw new Error([...diagnostics, ...rules.flatMap((one) => one.diagnostics)].map(messageOf).join());
  const route = routeOf(['defender-xdr'], loaded.rule.taxonomy, packs);
  const routed = route && throughMapping(loaded.rule, route);
  if (!routed?.rule) throw new Error(routed?.entries.map(({ why }) => why).join());
  const made = mappedMaterial(loaded.rule, { ...routed, rule: routed.rule }, 1);
  if ('reason' in made) throw new Error(made.reason);
  return { loaded: { ...loaded, rule: made.rule }, made };
}

describe.each(RULES)('%s whose events lie in tables of their own', (_, text) => {
  const { loaded, made } = mappedRule(text);

  it.for(TARGETS.map(({ id }) => id))(
    'is found by %s as the rule finds it',
    { timeout: 120_000 },
    async (id, context) => {
      const lane = lanes.find(({ backend }) => backend.id === id);
      if (!lane || isUnavailable(lane.runner)) return context.skip(`nothing here runs ${id}`);
      expect(made.lost).toBe(0);
      const found = await compareLane(loaded, lane, made.material, undefined, made.finder);
      expect([found.fault, found.reason, isProved(found)]).toEqual([undefined, undefined, true]);
      expect(found.held).toBeGreaterThan(10);
    },
  );
});
