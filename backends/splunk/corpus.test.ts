import { beforeAll, describe, expect, test } from 'vitest';
import { loadRules } from '../../src/compile.ts';
import { holds } from '../../src/eval/cond.ts';
import { filterCondition } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { EventQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfCond, fieldsOfQuery, leavesOf } from '../../src/ir/walk.ts';
import { legalize } from '../../src/passes/pipeline.ts';
import { defaultEmitOptions, type Emission } from '../../src/target/backend.ts';
import { type Fidelity, joinFidelity, type Note } from '../../src/target/ledger.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { atLeast, hasCorpus, isWhole, ruleRows } from '../../test/published.ts';
import { type AssumptionId, assumptions } from './assumptions.ts';
import { splunk } from './index.ts';
import { commandsOf, readTokens } from './read-back.test-support.ts';

interface Written {
  readonly rule: Rule;
  readonly query: EventQuery;
  readonly leaves: readonly Cond[];
  readonly emission: Emission;
}

function eventRules(): readonly Written[] {
  return ruleRows<{ path: string; toml: string }>('elastic/eql_rules.ndjson')
    .flatMap(({ path, toml }) => loadRules(new SourceText(path, toml)).rules)
    .flatMap(({ rule }) => {
      const legal = rule && legalize(rule);
      if (legal?.query.kind !== 'event') return [];
      const leaves = leavesOf(filterCondition(legal.query.filter));
      return [{ rule: legal, query: legal.query, leaves, emission: splunk.emit(legal, defaultEmitOptions) }];
    });
}

let rules: readonly Written[] = [];
beforeAll(() => {
  if (hasCorpus) rules = eventRules();
}, 60_000);

/** What the oracle says of the leaves that a note is about, for the event that shows its difference. */
function verdicts({ leaves }: Written, { witness = {}, origin }: Note): readonly boolean[] {
  const names = Object.keys(witness);
  const about = leaves.filter((node) => fieldsOfCond(node).some(({ name }) => names.includes(name)));
  const own = about.filter(
    (node) => origin !== undefined && node.origin?.start === origin.start && node.origin.end === origin.end,
  );
  return (own.length > 0 ? own : about).map((node) => holds(node, witness));
}

/**
 * Whether the rule must hold for the event that breaks an assumption, if one of the leaves can tell: a look-alike is not the letter, an
 * empty text is a value, one of two values is enough. What counting bytes changes may go either way: the round trips run those events.
 */
const MEANT: Readonly<Partial<Record<AssumptionId, boolean>>> = {
  'case/no-unicode-lookalike': false,
  'splunk/no-empty-values': true,
  'splunk/search-any-value': true,
  'schema/scalar-fields': true,
  'splunk/quoted-case': true,
  'splunk/plain-addresses': false,
  'splunk/typed-values': false,
};

describe.skipIf(!hasCorpus)('every published event rule', () => {
  test('is written, but for a few', () => {
    const effects = rules.map(({ emission }) => joinFidelity(emission.notes.map(({ effect }) => effect)));
    const counts: Partial<Record<Fidelity, number>> = {};
    for (const effect of effects) counts[effect] = (counts[effect] ?? 0) + 1;
    process.stdout.write(`SPL: ${JSON.stringify(counts)} of ${rules.length}\n`);
    expect(rules.length).toBeGreaterThan(atLeast(500));
    const kept = (counts.exact ?? 0) + (counts.conditional ?? 0);
    if (isWhole) expect(kept / rules.length).toBeGreaterThan(0.99);
    expect(kept + (counts.unsupported ?? 0)).toBe(rules.length);
  });

  test('reads as a search, tests and a table, and asks only for fields of the rule', () => {
    for (const { rule, query, emission } of rules) {
      if (emission.text === undefined) continue;
      const tokens = readTokens(emission.text);
      const commands = commandsOf(tokens);
      expect(
        commands.slice(0, -1).filter((word) => !/^(?:where|sort|head|tail)$/.test(word)),
        rule.metadata.name,
      ).toEqual([]);
      expect(commands.at(-1)).toBe('table');
      const open = tokens.filter((token) => token.kind === 'sign' && token.text === '(').length;
      expect(tokens.filter((token) => token.kind === 'sign' && token.text === ')').length).toBe(open);
      const names = new Set(fieldsOfQuery(query).map(({ name }) => name));
      for (const token of tokens) if (token.kind === 'name') expect(names).toContain(token.text);
      const table = emission.text
        .split('| table ')[1]
        ?.split(/[\s,]+/)
        .filter(Boolean);
      expect(new Set(table)).toEqual(new Set(['_time', ...names]));
    }
  });

  test('has the words of the rule in its text', () => {
    for (const { rule, leaves, emission } of rules) {
      if (emission.text === undefined) continue;
      const written = new Set(
        readTokens(emission.text).flatMap((token) =>
          token.kind === 'string' || token.kind === 'word' ? [token.text] : [],
        ),
      );
      for (const node of leaves) {
        if (node.kind !== 'leaf' || node.value.kind !== 'compare' || node.value.left.kind !== 'field') continue;
        const { right } = node.value;
        if (right.kind !== 'literal' || right.type !== 'text' || node.value.op !== 'eq' || /[*`]/.test(right.value))
          continue;
        const regex = [...written].some((text) => text.startsWith('^'));
        expect(written.has(right.value) || regex, `${rule.metadata.name}: ${right.value}`).toBe(true);
      }
    }
  });

  test('shows each assumption by an event that the rule means otherwise than it looks', () => {
    const checked: Record<string, number> = {};
    for (const written of rules) {
      for (const note of written.emission.notes) {
        if (note.effect === 'unsupported' || written.emission.text === undefined) continue;
        expect(note.witness, note.why).toBeDefined();
        expect(Object.keys(assumptions)).toContain(note.assumption);
        const meant = MEANT[note.assumption as AssumptionId];
        if (meant === undefined) continue;
        const found = verdicts(written, note);
        expect(found, `${written.rule.metadata.name}: ${JSON.stringify(note.witness)}`).toContain(meant);
        checked[note.assumption ?? ''] = (checked[note.assumption ?? ''] ?? 0) + 1;
      }
    }
    process.stdout.write(`events shown: ${JSON.stringify(checked)}\n`);
    if (isWhole) expect(Object.keys(checked).sort()).toEqual(Object.keys(MEANT).sort());
  });
});
