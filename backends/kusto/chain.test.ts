import { describe, expect, it } from 'vitest';
import { convertRule, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { kusto } from './index.ts';

function converted(text: string, path = 'rule.eql') {
  const loaded = loadRules(new SourceText(path, text)).rules.findLast(({ role }) => role === 'alerts');
  if (!loaded?.rule) throw new Error('no rule');
  return convertRule({ ...loaded, rule: loaded.rule }, kusto, { scan: false, window: 'none', comments: false });
}

const RUNS = `sequence by host.id with maxspan=5m
  [process where process.name == "a"] by process.entity_id
  [file where file.name == "b"] by process.parent.entity_id with runs=2
until [process where event.type == "end"] by process.entity_id`;

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

describe('sequences without scan', () => {
  it('take a step at a time', () => {
    expect(converted(RUNS).text).toBe(`let maxspan = 5m;
let step1 = Events
| where isnotnull(['@timestamp'])
| where set_has_element(['event.category'], "process")
| where ['process.name'] == "a"
| where isnotempty(['host.id'])
| where isnotempty(['process.entity_id'])
| project HostId = ['host.id'], Key2 = ['process.entity_id'], Time = ['@timestamp'];
let step2to3 = materialize(Events
| where isnotnull(['@timestamp'])
| where set_has_element(['event.category'], "file")
| where ['file.name'] == "b"
| where isnotempty(['host.id'])
| where isnotempty(['process.parent.entity_id'])
| project HostId = ['host.id'], Key2 = ['process.parent.entity_id'], Time = ['@timestamp']);
let until = materialize(Events
| where isnotnull(['@timestamp'])
| where set_has_element(['event.category'], "process")
| where set_has_element(['event.type'], "end")
| where isnotempty(['host.id'])
| where isnotempty(['process.entity_id'])
| project HostId = ['host.id'], Key2 = ['process.entity_id'], Time = ['@timestamp']);
let upTo1 = step1
  | extend Time1 = Time;
let upTo2 = union (upTo1 | extend Kind = 2), (step2to3 | extend Kind = 1), (until | extend Kind = 3)
  | sort by HostId asc, Key2 asc, Time asc, Kind asc
  | extend NextTime = next(Time),
    Next = Kind == 2 and next(Kind) == 1 and next(HostId) == HostId and next(Key2) == Key2 and next(Time) - Time1 <= maxspan
  | where Next
  | project HostId, Key2, Time = NextTime, Time1, Time2 = NextTime;
let found = union (upTo2 | extend Kind = 2), (step2to3 | extend Kind = 1), (until | extend Kind = 3)
  | sort by HostId asc, Key2 asc, Time asc, Kind asc
  | extend NextTime = next(Time),
    Next = Kind == 2 and next(Kind) == 1 and next(HostId) == HostId and next(Key2) == Key2 and next(Time) - Time1 <= maxspan
  | where Next
  | project HostId, Key2, Time = NextTime, Time1, Time2, Time3 = NextTime;
let matches = found
  | serialize Match = row_number();
matches
| project ['host.id'] = HostId, Key2, FirstTime = Time1, LastTime = Time, Time1, Time2, Time3
`);
  });

  it('say what they need, and the same on the ledger as with scan', () => {
    const { ledger, requires } = converted(RUNS);
    expect(requires.join('\n')).toMatch(/operators union and sort/);
    expect(requires.join('\n')).not.toMatch(/\bscan\b/);
    const [loaded] = loadRules(new SourceText('rule.eql', RUNS)).rules;
    if (!loaded?.rule) throw new Error('no rule');
    const why = (entries: typeof ledger) => entries.map((entry) => ('why' in entry ? entry.why : ''));
    expect(why(ledger)).toEqual(why(convertRule({ ...loaded, rule: loaded.rule }, kusto, {}).ledger));
  });

  it('leave a single event, and a rule of single events, as they are', () => {
    const single = converted('sequence with maxspan=1m [process where true] ![file where true]').text ?? '';
    expect(single).toContain('let matches = materialize(step1\n');
    expect(converted('process where process.name == "a"').text).toContain('Events\n');
  });
});

describe('correlations without scan', () => {
  it('join each hit with those before it', () => {
    const { fidelity, text, requires } = converted(SIGMA, 'rule.yml');
    expect(fidelity).toBe('differs');
    expect(text).toBe(`let span = 7m;
let hits = Events
| where isnotnull(['@timestamp'])
| where ['a'] =~ "y"
| where isnotempty(['user'])
| project User = ['user'], Time = ['@timestamp'];
let isMet = (gone: long, number: long) { number - gone >= 3 };
let ordered_hits = materialize(hits
  | sort by User asc, Time asc
  | extend Row = row_number());
let pairs = materialize(ordered_hits
  | project User, AlertRow = Row, AlertTime = Time
  | join kind=inner (ordered_hits) on User
  | where Row <= AlertRow and AlertTime - Time <= span);
let alerts = pairs
  | summarize HitNumber = count() by AlertRow
  | where isMet(0, HitNumber)
  | project AlertRow;
let ordered = pairs
  | where AlertRow in (alerts)
  | sort by AlertRow asc, Row asc;
ordered
| summarize FirstTime = min(Time), LastTime = max(Time), Events = make_list(Time) by User, AlertRow
| sort by LastTime asc, User asc
| project ['user'] = User, FirstTime, LastTime, Events
`);
    expect(requires.join('\n')).toMatch(/operators join and sort/);
  });

  it('say that hits are not used up', () => {
    const why = converted(SIGMA, 'rule.yml').ledger.map((entry) => ('why' in entry ? entry.why : ''));
    expect(why.join('\n')).toContain('an alert does not use its hits up');
  });

  it.each([
    ['{lt: 3}', 'a window that is judged when it is over'],
    ['{gte: 3}\n    generate: true', 'an alert that is a hit, or stands beside others'],
  ])('refuse what takes the operator, with the reason: %s', (condition, reason) => {
    const { fidelity, text, ledger } = converted(SIGMA.replace('{gte: 3}', condition), 'rule.yml');
    expect([fidelity, text]).toEqual(['unsupported', undefined]);
    expect(ledger.map((entry) => ('why' in entry ? entry.why : '')).join('\n')).toContain(reason);
  });

  it('refuse rules in order', () => {
    const ordered = SIGMA.replace('event_count', 'temporal_ordered');
    expect(converted(ordered, 'rule.yml').fidelity).toBe('unsupported');
  });
});
