import { beforeAll, describe, expect, it } from 'vitest';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { type KustoService, type KustoServiceTable, loadKustoService } from '../../src/engines/kusto-service.ts';
import { holds } from '../../src/eval/cond.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery, filtersOf, leavesOf } from '../../src/ir/walk.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import type { LedgerEntry } from '../../src/target/ledger.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { atLeast, hasCorpus, isWhole, ruleRows } from '../../test/published.ts';
import { assumptions } from './assumptions.ts';
import { columnType } from './columns.ts';
import { kusto } from './index.ts';

interface Case {
  readonly name: string;
  readonly rule: Rule;
  readonly text: string;
  readonly ledger: readonly LedgerEntry[];
}

interface Row {
  readonly name: string;
  readonly query: string;
  readonly toml?: string;
  readonly path?: string;
}

function read(file: string): readonly { readonly name: string; readonly text: string; readonly path: string }[] {
  return ruleRows<Row>(`elastic/${file}`).map(({ name, toml, query, path = 'rule.eql' }) => ({
    name,
    text: toml ?? query,
    path: toml === undefined ? 'rule.eql' : path,
  }));
}

/** Every rule of a file that is an event query, or that is a stateful one, with its output. */
function casesOf(file: string, stateful = false): readonly Case[] {
  return read(file).flatMap(({ name, text: content, path }) => {
    const [loaded] = loadRules(new SourceText(path, content)).rules;
    if (!loaded || !isUsable(loaded) || (loaded.rule.query.kind !== 'event') !== stateful) return [];
    const { text, ledger } = convertRule(loaded, kusto);
    if (text === undefined) throw new Error(`${name}: ${ledger.map((entry) => entry.why).join('; ')}`);
    return [{ name, rule: legalize(loaded.rule), text, ledger }];
  });
}

/** The table that a rule reads: types from the schema, never from the query. */
function tableOf({ query, time }: Rule): KustoServiceTable {
  const fields = fieldsOfQuery(query).filter((field) => field.name !== time.timestamp);
  const columns = fields.map((field) => ({ name: field.name, type: columnType(field) }));
  return { name: 'Events', columns: [{ name: time.timestamp, type: 'datetime' }, ...columns] };
}

const wanted = (rule: Rule): readonly string[] => tableOf(rule).columns.map((column) => column.name);

let service: KustoService;
beforeAll(async () => {
  const loaded = await loadKustoService();
  if ('missing' in loaded) throw new Error(loaded.missing);
  service = loaded;
});

describe.skipIf(!hasCorpus)('published rules', () => {
  const cases = hasCorpus ? casesOf('eql_rules.ndjson') : [];

  it('are written, every event query of them', () => {
    expect(cases.length).toBeGreaterThan(atLeast(500));
    if (!isWhole) return;
    expect(new Set(cases.flatMap(({ ledger }) => ledger.map((entry) => entry.effect)))).toEqual(
      new Set(['exact', 'conditional']),
    );
  });

  it("bind in Microsoft's parser, with the columns that the rule reads", () => {
    for (const { name, rule, text } of cases) {
      const found = service.check(text, [tableOf(rule)]);
      expect([name, found.diagnostics]).toEqual([name, []]);
      expect([name, found.hasSemantics, found.constantComparisons]).toEqual([name, true, 0]);
      expect([name, [...found.columns].sort()]).toEqual([name, [...wanted(rule)].sort()]);
      expect([name, found.resultColumns.map((column) => column.name)]).toEqual([name, wanted(rule)]);
    }
  }, 240_000);

  it('name assumptions that are listed, each with an event that breaks it', () => {
    for (const { name, ledger } of cases) {
      for (const entry of ledger) {
        if (entry.effect === 'exact') continue;
        expect([name, entry.construct, entry.witness !== undefined]).toEqual([name, entry.construct, true]);
        if (entry.effect === 'conditional') expect(Object.keys(assumptions)).toContain(entry.assumption);
      }
    }
  });

  it('shows events that break the assumption: what KQL can not tell apart, the rule does', () => {
    const shown = new Map<string, number>();
    for (const { name, entry, witness, alike, leaves } of cases.flatMap(shownNotes)) {
      const assumption = entry.assumption ?? '';
      shown.set(assumption, (shown.get(assumption) ?? 0) + 1);
      const tells = leaves.some((leaf) => holds(leaf, witness) !== holds(leaf, alike));
      expect([name, entry.why, witness, tells]).toEqual([name, entry.why, witness, true]);
    }
    expect(shown.get('kusto/empty-is-absent')).toBeGreaterThan(atLeast(80));
    expect(shown.get('array/no-line-break')).toBeGreaterThan(atLeast(400));
  });
});

describe.skipIf(!hasCorpus)('published stateful rules', () => {
  const cases = hasCorpus ? casesOf('eql_rules.ndjson', true) : [];

  it("are written, every one of them, and bind in Microsoft's parser", () => {
    if (isWhole) expect(cases.length).toBe(135);
    for (const { name, rule, text, ledger } of cases) {
      const effects = ledger.map(({ effect }) => effect).filter((effect) => effect !== 'exact');
      expect([name, ...new Set(effects)]).toEqual([name, 'conditional']);
      const found = service.check(text, [tableOf(rule)]);
      expect([name, found.diagnostics, found.hasSemantics]).toEqual([name, [], true]);
    }
  }, 240_000);
});

/** The leaves that a note is about: tests that were written as one have one origin. */
function leavesAt({ query }: Rule, { origin }: LedgerEntry): readonly Cond[] {
  const leaves = filtersOf(query).flatMap(({ filter }) => leavesOf(filter.condition));
  return leaves.filter((leaf) => leaf.origin !== undefined && leaf.origin === origin);
}

/** The notes for which two events fill the columns in the same way, with both. */
function shownNotes({ name, rule, ledger }: Case) {
  return ledger.flatMap((entry) => {
    if (entry.effect === 'exact' || entry.witness === undefined) return [];
    const alike = sameForKusto(entry.assumption, entry.witness);
    const leaves = leavesAt(rule, entry);
    return alike && leaves.length > 0 ? [{ name, entry, witness: entry.witness, alike, leaves }] : [];
  });
}

type Witness = Readonly<Record<string, unknown>>;

const mapped = (witness: Witness, change: (value: unknown) => unknown): Witness =>
  Object.fromEntries(Object.entries(witness).map(([name, value]) => [name, change(value)]));

/** Another event that fills the columns, or the joined text of a list, in the very same way. */
function sameForKusto(assumption: string | undefined, witness: Witness): Witness | undefined {
  if (assumption === 'kusto/empty-is-absent') return mapped(witness, (value) => (value === '' ? null : value));
  if (assumption === 'array/no-line-break')
    return mapped(witness, (value) => (Array.isArray(value) ? value.flatMap((one) => String(one).split('\n')) : value));
  return undefined;
}

describe.skipIf(!hasCorpus)('older rules', () => {
  it('bind too', () => {
    const cases = casesOf('eql_rules_history.ndjson');
    expect(cases.length).toBeGreaterThan(atLeast(500));
    for (const { name, rule, text } of cases) {
      const found = service.check(text, [tableOf(rule)]);
      expect([name, found.diagnostics, found.constantComparisons]).toEqual([name, [], 0]);
    }
  }, 240_000);
});
