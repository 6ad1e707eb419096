import { type LoadedRule, type LoadOptions, loadRules } from '../../../src/compile.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import { readJson } from '../../../src/formats/json.ts';
import { toPlain } from '../../../src/formats/located.ts';
import { plainDecimal } from '../../../src/functions/decimal.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { verdictsOf } from '../../../src/verify/oracle.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, same } from '../suite.ts';

export type Event = Readonly<Record<string, unknown>>;

export interface ModifierCase {
  readonly name: string;
  readonly rule: string;
  readonly event: Event | null;
  readonly expected?: boolean;
  readonly expected_error?: string;
  readonly placeholders?: Readonly<Record<string, readonly (string | number)[]>>;
}

export const MODIFIER_CASES = 'sigma/modifier_cases.json';

/** The cases, with exact integers in their events. */
export function modifierCases(corpus: Corpus): readonly ModifierCase[] {
  const { value } = readJson(new SourceText(MODIFIER_CASES, corpus.text(MODIFIER_CASES)));
  // The file holds what its README says.
  return (value ? toPlain(value) : []) as unknown as readonly ModifierCase[];
}

const optionsOf = ({ placeholders = {} }: ModifierCase): LoadOptions => ({
  placeholders: new Map(Object.entries(placeholders).map(([name, values]) => [name, values.map(String)])),
});

const isFinding = (rule: LoadedRule): rule is Usable => rule.role !== 'filter' && rule.rule !== undefined;

/** The rules of a case that have a meaning, and every error. */
export function readCase(one: ModifierCase): { readonly rules: readonly Usable[]; readonly errors: readonly string[] } {
  const { rules, diagnostics } = loadRules(new SourceText(`${one.name}.yml`, one.rule), optionsOf(one));
  const all = [...diagnostics, ...rules.flatMap((rule) => rule.diagnostics)];
  return { rules: rules.filter(isFinding), errors: all.filter(isError).map(messageOf) };
}

function modifierOutcome(one: ModifierCase): Outcome {
  const { rules, errors } = readCase(one);
  if (one.event === null) return errors.length > 0 ? PASSED : failed(`no error, expected one of ${one.expected_error}`);
  if (errors.length > 0) return failed(errors.join('; '));
  const event = one.event;
  return same(
    rules.some(({ rule }) => verdictsOf(rule, [event])[0]),
    one.expected,
  );
}

/** Sigma's modifiers, values and conditions by the oracle. */
export const modifierSuite: Suite = {
  name: MODIFIER_CASES,
  files: [MODIFIER_CASES],
  run: (corpus) => modifierCases(corpus).map((one) => ({ case: one.name, outcome: modifierOutcome(one) })),
};

export interface CorrelationCase {
  readonly name: string;
  readonly rules: string;
  readonly events?: readonly Event[];
  readonly expected_alerts?: readonly { readonly rule: string; readonly group: Readonly<Record<string, unknown>> }[];
  readonly expected_error?: string;
}

export const CORRELATION_CASES = 'sigma/correlation_cases.json';

/** Group values as text: how a key spells them does not count. */
export const groupText = (group: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.entries(group)
      .map(([name, value]) => [name, typeof value === 'string' ? value : plainDecimal(value as number)])
      .sort(),
  );

/** The alerts of a rule that alerts by itself: an event rule has no group. */
function alertsOf({ query, metadata, time }: Rule, events: readonly Event[]): readonly string[] {
  const timed = { ...time, timestamp: 'timestamp' };
  return runQuery(query, events, timed).map((match) => {
    const names = match.rule === undefined && query.kind === 'correlation' ? query.groupBy : [];
    const group = Object.fromEntries(names.map((name, i) => [name, match.key[i]]));
    return `${match.rule ?? metadata.name} ${groupText(group)}`;
  });
}

function correlationOutcome(one: CorrelationCase): Outcome {
  const { rules, diagnostics } = loadRules(new SourceText(`${one.name}.yml`, one.rules));
  const errors = [...diagnostics, ...rules.flatMap((rule) => rule.diagnostics)].filter(isError).map(messageOf);
  if (one.expected_error !== undefined)
    return errors.length > 0 ? PASSED : failed(`no error, expected one of ${one.expected_error}`);
  if (errors.length > 0) return failed(errors.join('; '));
  const found = rules.flatMap(({ rule, role }) => (rule && role === 'alerts' ? alertsOf(rule, one.events ?? []) : []));
  const wanted = (one.expected_alerts ?? []).map(({ rule, group }) => `${rule} ${groupText(group)}`);
  return same([...new Set(found)].sort(), [...new Set(wanted)].sort());
}

/** Sigma's correlations: read, refused, and run by the oracle. Compared are the rules that alert, and their groups. */
export const correlationSuite: Suite = {
  name: CORRELATION_CASES,
  files: [CORRELATION_CASES],
  *run(corpus): Iterable<CaseResult> {
    for (const one of corpus.json<readonly CorrelationCase[]>(CORRELATION_CASES))
      yield { case: one.name, outcome: correlationOutcome(one) };
  },
};
