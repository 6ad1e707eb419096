import { sameNode } from '../../src/ir/equal.ts';
import type { SequenceQuery, Step } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import type { Note } from '../../src/target/ledger.ts';
import { lookBackLines, lookBackOf } from '../../src/target/look-back.ts';
import { ruleUuid } from '../../src/target/rule-id.ts';
import type { Detection } from './detection.ts';
import {
  cut,
  detected,
  LISTS,
  namedRule,
  printed,
  type Section,
  section,
  testsLists,
  timespanText,
} from './documents.ts';
import { head, tail, titleOf } from './metadata.ts';

/** Why a sequence has no form in Sigma, and what of it. */
function refusal({
  steps,
  until,
  pipes: [pipe],
  maxspan,
}: SequenceQuery): readonly [construct: string, why: string] | undefined {
  if (steps.some(({ missing }) => missing))
    return ['missing', 'a correlation of Sigma has no word for an event that must not be there'];
  if (until) return ['until', 'a correlation of Sigma has no event that ends it'];
  if (pipe) return [pipe.kind, 'a correlation of Sigma alerts each time and has no way to keep some alerts'];
  if (maxspan === undefined) return ['sequence', 'a correlation of Sigma needs a time span, and the sequence has none'];
  if (timespanText(maxspan) === undefined)
    return ['maxspan', 'Sigma measures time in whole seconds, and a time span is one at least'];
  return undefined;
}

interface Run {
  readonly step: Step;
  readonly count: number;
}

function runsOf(steps: readonly Step[]): readonly Run[] {
  const runs: { step: Step; count: number }[] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last && sameNode(last.step, step)) last.count++;
    else runs.push({ step, count: 1 });
  }
  return runs;
}

const stepRule = (rule: Rule, { filter }: Step, number: number, name: string, detection: Detection): string =>
  namedRule(rule, `Step ${number} of ${titleOf(rule)}`, [['name', name]], filter, detection);

const sameName = (steps: readonly Step[], at: number): boolean =>
  steps.every(({ keys }) => keys[at]?.name === steps[0]?.keys[at]?.name);

/** How the values of a group are called: the field where all steps have the same one, else an alias that no field has. */
function groupNames(steps: readonly Step[]): readonly string[] {
  const fields = new Set(steps.flatMap(({ keys }) => keys.map(({ name }) => name)));
  const free = (name: string): string => (fields.has(name) ? free(`${name}_`) : name);
  return (steps[0]?.keys ?? []).map((key, at) => (sameName(steps, at) ? key.name : free(`key_${at + 1}`)));
}

const AT_ONE_TIME = '2026-01-05T09:00:00Z';

/** What a correlation does not say as the sequence does, besides its conditions. */
function notesOf(rule: Rule, query: SequenceQuery, runs: readonly Run[]): readonly Note[] {
  const origin = query.origin && { origin: query.origin };
  const witness = { [rule.time.timestamp]: AT_ONE_TIME };
  const notes: Note[] = [];
  const repeated = runs.some(({ count }) => count > 1);
  if (runs.length > 1) {
    const why = 'which events a match takes, and which it uses up, Sigma does not define';
    notes.push({
      effect: 'conditional',
      construct: 'sequence',
      why,
      assumption: 'sigma/one-event-a-step',
      witness,
      ...origin,
    });
  }
  if (repeated && runs.length > 1) {
    const why = 'repeated events are counted within a time span of their own, wherever the other steps lie';
    notes.push({ effect: 'differs', construct: 'runs', why, witness, ...origin });
  }
  if (repeated && runs.length === 1) {
    const why = 'a count alerts once for its events, the sequence again with each further one';
    notes.push({ effect: 'narrower', construct: 'runs', why, witness, ...origin });
  }
  const optional = query.steps.flatMap(({ keys }) => keys).find((key) => key.optional);
  if (optional) {
    const why = 'what lacks a field of the group is in no group, where an optional key joins null with null';
    notes.push({ effect: 'differs', construct: 'key', why, witness: { [optional.name]: undefined }, ...origin });
  }
  return notes;
}

/** A sequence as a correlation of rules in order, each step a rule of its own; a step that runs is a count of one. */
export function emitSequence(rule: Rule, query: SequenceQuery, { comments }: Pick<EmitOptions, 'comments'>): Emission {
  const refused = refusal(query);
  const origin = query.origin && { origin: query.origin };
  if (refused) {
    const [construct, why] = refused;
    return { notes: [{ effect: 'unsupported', construct, why, ...origin }], requires: [], trace: [] };
  }
  const timespan = timespanText(query.maxspan ?? 0n) ?? '';
  const runs = runsOf(query.steps);
  const mark = ruleUuid(rule).slice(0, 8);
  const parts = runs.map(({ step }) => detected(rule, step.filter));
  const notes = [...parts.flatMap((part) => part.notes), ...notesOf(rule, query, runs)];
  const lookBack = lookBackOf(rule);
  const base = { notes, trace: [], ...(lookBack && { lookBack }) };
  if (parts.some(({ detection }) => !detection)) return { ...base, requires: [] };
  const stepName = (at: number): string => `step_${at + 1}_${mark}`;
  const runName = (at: number): string => ((runs[at]?.count ?? 1) > 1 ? `runs_${at + 1}_${mark}` : stepName(at));
  const documents = runs.flatMap(({ step }, at) => {
    const detection = parts[at]?.detection;
    return detection ? [stepRule(rule, step, at + 1, stepName(at), detection)] : [];
  });
  const counting = ({ step, count }: Run, at: number): Section => ({
    type: 'event_count',
    rules: [stepName(at)],
    groupBy: step.keys.map(({ name }) => name),
    timespan,
    condition: { gte: count },
  });
  const inner = runs.flatMap((run, at) =>
    run.count === 1 || runs.length === 1
      ? []
      : [
          printed([
            ['title', cut(`Step ${at + 1} of ${titleOf(rule)}, ${run.count} times`)],
            ['name', runName(at)],
            ['correlation', section(counting(run, at))],
          ]),
        ],
  );
  const [only] = runs;
  const outer = runs.length === 1 && only ? counting(only, 0) : ordered(runs, timespan, runName);
  const last = printed([...head(rule), ['correlation', section(outer)], ...tail(rule)]);
  const lists = runs.some(({ step }) => testsLists(step.filter));
  const said = comments && lookBack ? lookBackLines(lookBack).map((line) => `# ${line}\n`) : [];
  const text = said.join('') + [...documents, ...inner, last].join('---\n');
  return { ...base, text, requires: lists ? [LISTS] : [] };
}

function ordered(runs: readonly Run[], timespan: string, nameOf: (at: number) => string): Section {
  const steps = runs.map(({ step }) => step);
  const groupBy = groupNames(steps);
  const aliases = new Map(
    groupBy.flatMap((name, at) =>
      sameName(steps, at)
        ? []
        : [[name, new Map(steps.map(({ keys }, i) => [nameOf(i), keys[at]?.name ?? '']))] as const],
    ),
  );
  return { type: 'temporal_ordered', rules: runs.map((_, at) => nameOf(at)), groupBy, timespan, aliases };
}
