import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { convertRule, isUsable, type LoadedRule, loadRules } from '../../src/compile.ts';
import { passes } from '../../src/eval/event-query.ts';
import { readEql } from '../../src/frontends/eql/index.ts';
import { sameNode } from '../../src/ir/equal.ts';
import type { EventQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { ecs } from '../../src/schema/ecs.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { eql } from './index.ts';

type Usable = LoadedRule & { readonly rule: Rule };
type Event = Readonly<Record<string, unknown>>;

/** What the output means where nothing but the text is known: the category is `event.category`. */
function readBack(loaded: Usable): EventQuery {
  const { text, fidelity } = convertRule(loaded, eql);
  if (text === undefined) throw new Error('no output');
  expect(fidelity).toBe('exact');
  const read = readEql(Slice.verbatim(new SourceText('output.eql', text)), {
    schema: ecs,
    categoryField: 'event.category',
  });
  if (read.query?.kind !== 'event') throw new Error(`the output is refused:\n${text}`);
  return read.query;
}

function loaded(toml: string, path = 'rule.toml'): Usable {
  const [rule] = loadRules(new SourceText(path, toml)).rules.filter(isUsable);
  if (!rule) throw new Error(`${path} has no meaning`);
  return rule;
}

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

const corpus = new URL('../../../shared/corpus/elastic/', import.meta.url);
const present = existsSync(corpus);
if (!present) process.stderr.write('skipped: no reference corpus beside the repository\n');
const lines = <T>(name: string): readonly T[] =>
  readFileSync(new URL(name, corpus), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

describe.skipIf(!present)('published rules, read back', () => {
  it('give every labelled event its verdict', () => {
    const rows = lines<{ rule_id: string; path: string; toml: string }>('eql_rules.ndjson');
    const rules = new Map(rows.map(({ rule_id: id, toml, path }) => [id, loaded(toml, path)]));
    const queries = new Map(
      [...rules].flatMap(([id, rule]) => (rule.rule.query.kind === 'event' ? [[id, readBack(rule)] as const] : [])),
    );
    expect(queries.size).toBe(512);
    const samples = ['event_samples_ecs.ndjson', 'event_nearmiss_ecs.ndjson'].flatMap((name) =>
      lines<{ id: string; rule_id: string; expect: string; docs: readonly Event[] }>(name),
    );
    const wrong = samples.flatMap(({ id, rule_id: rule, docs, expect: wanted }) => {
      const query = queries.get(rule);
      const found = query && docs.some((doc) => passes(query.filter, doc));
      return query && found !== (wanted === 'match') ? [id] : [];
    });
    expect(wrong).toEqual([]);
    // Only regular expressions may be spelt differently; every other rule comes back as the same tree.
    const changed = [...queries].flatMap(([id, query]) => {
      const rule = rules.get(id)?.rule;
      if (
        !rule ||
        /"regex"/.test(
          JSON.stringify(rule.query, (key, value) =>
            key === 'origin' ? undefined : typeof value === 'bigint' ? String(value) : value,
          ),
        )
      )
        return [];
      return rule.metadata.eventCategoryOverride !== undefined ||
        sameNode(legalize({ ...rule, query }).query, legalize(rule).query)
        ? []
        : [id];
    });
    expect(changed).toEqual([]);
  });
});
