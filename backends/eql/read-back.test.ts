import { describe, expect, it } from 'vitest';
import { passes } from '../../src/eval/event-query.ts';
import type { Event } from '../../src/eval/read-field.ts';
import { sameNode } from '../../src/ir/equal.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { loaded, readBack, type Usable } from './read-back.test-support.ts';

const written = (query: string, settings = ''): Usable =>
  loaded(`[rule]\nname = "r"\nlanguage = "eql"\ntype = "eql"\n${settings}\nquery = '''\n${query}\n'''\n`);

describe('EQL output, read back', () => {
  it('keeps the field of an overridden category', () => {
    const rule = written('info where event.action == "a"', 'event_category_override = "event.type"');
    const back = readBack(rule);
    const [hit, other]: readonly Event[] = [
      { 'event.type': ['info'], 'event.action': 'a' },
      { 'event.category': 'info', 'event.action': 'a' },
    ];
    expect([passes(back.filter, hit ?? {}), passes(back.filter, other ?? {})]).toEqual([true, false]);
  });

  it.each([
    'any where process.name in ("a*b", "c?d")',
    'any where process.name in~ ("a*B")',
    'any where startsWith~(process.name, "*") or endsWith(process.name, "?") or stringContains(process.name, "[*]")',
    String.raw`any where process.name : ("\\\\*", "say \"hi\"", "line\nbreak", "\u{1F600}?")`,
    'any where not (process.pid != 4 and process.pid > -1) or process.args == null',
    'any where (process.pid + 2) * 3 - 1 == 11 and process.pid % 2 == 1',
    'any where a.`b-c` == "x" and ?process.name != null',
    'any where cidrMatch(source.ip, "10.0.0.0/8", "fe80::/10") and source.ip != "::1"',
    'any where length(process.name) > 3 and substring(process.name, 0, -1) == "ab"',
    '"odd category" where true | head 3 | tail 1',
  ])('%s', (query) => {
    const rule = written(query);
    expect(sameNode(legalize({ ...rule.rule, query: readBack(rule) }).query, legalize(rule.rule).query)).toBe(true);
  });
});
