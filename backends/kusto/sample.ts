import type { SampleQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { Stateful } from './stateful.ts';

/** Every choice of one candidate a step is tried, so their number must stay small. */
const MOST_STEPS = 5;

const tooMany: Note = {
  effect: 'unsupported',
  construct: 'sample',
  why: `a sample of more than ${MOST_STEPS} steps would try too many choices of events`,
};

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/**
 * As many candidates a step as there are steps: among them is a free one for each, whatever the others take (the small sets are filled first). A
 * step without a candidate leaves an empty array, whose row `mv-expand` drops.
 */
function choices(count: number, keys: readonly string[]): readonly string[] {
  const by = keys.length > 0 ? ` by ${keys.join(', ')}` : '';
  const steps = range(count);
  return [
    `// at most ${count} events a step and key: enough to find a different one for each step`,
    `union ${steps.map((at) => `step${at}`).join(', ')}`,
    ...steps.map(
      (at) =>
        `${at === 1 ? '| summarize ' : '    '}Found${at} = make_set_if(Event, Step == ${at}, ${count})${at === count ? by : ','}`,
    ),
    '// any choice of different events is right; one is kept for each key',
    ...steps.flatMap((at) => [
      `| mv-expand Event${at} = Found${at} to typeof(string)`,
      ...(at === 1
        ? []
        : [
            `| where ${range(at - 1)
              .map((other) => `Event${at} != Event${other}`)
              .join(' and ')}`,
          ]),
    ]),
    `| summarize arg_min(${steps.map((at) => `Event${at}`).join(', ')})${by}`,
  ];
}

/** A sample as KQL: time plays no part, so there is neither order nor scan. */
export function emitSample(rule: Rule, query: SampleQuery, options: EmitOptions): Emission {
  const stateful = new Stateful(rule, query.steps, options, false);
  const count = query.steps.length;
  if (count > MOST_STEPS) return { notes: [tooMany], requires: [], trace: [] };
  const tables = query.steps.map((step, i) =>
    stateful.table(`step${i + 1}`, `step ${i + 1}`, step, { kind: 'sample', at: i + 1 }),
  );
  const keys = stateful.keys.map(({ name }) => name);
  return stateful.emission({
    notes: tables.flatMap(({ notes }) => notes),
    declarations: tables.flatMap(({ lines }) => lines),
    result: [
      ...choices(count, keys).map((line) => raw(line)),
      ...stateful.pipes(query.pipes, []),
      stateful.projection(range(count).map((at) => [`${stateful.identified ? 'Id' : 'Event'}${at}`, `Event${at}`])),
    ],
    uses: [],
  });
}
