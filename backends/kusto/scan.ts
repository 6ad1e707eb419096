import { type Matching, withinSpan } from './matching.ts';

/** The condition of a step behind the first, clause by clause. */
function clauses({ keys, spans, ends }: Matching, step: number, own: string): readonly string[] {
  return [
    `Step == ${step}`,
    ...keys.map((key) => `${key} == s1.${key}`),
    ...(spans ? [withinSpan('Time', 's1.Time')] : []),
    ...(ends ? ['Ended == s1.Ended'] : []),
    // Without this the operator would match a step again and again with the events that follow.
    `${own}.Begun != s1.Row`,
  ];
}

/** What a match remembers of its events but the last, with types. */
function declared({ steps, identified }: Matching): readonly string[] {
  const earlier = steps.slice(0, -1);
  return [
    'Begun: long = -1',
    ...earlier.map(({ at }) => `Time${at}: datetime`),
    ...(identified ? earlier.map(({ at }) => `Id${at}: string`) : []),
  ];
}

function remembered({ steps, identified }: Matching): readonly string[] {
  const earlier = steps.slice(0, -1);
  return [
    ...earlier.map(({ at }, i) => `Time${at} = s${i + 1}.Time`),
    ...(identified ? earlier.map(({ at }, i) => `Id${at} = tostring(s${i + 1}.Id)`) : []),
  ];
}

function stepLines(matching: Matching, index: number): readonly string[] {
  const { steps } = matching;
  const { at } = steps[index] ?? { at: 0 };
  const [own, isLast] = [`s${index + 1}`, index === steps.length - 1];
  const output = isLast ? 'all' : 'none';
  if (index === 0)
    return [`    // begins a match, in place of one that waits`, `    step ${own} output=none: Step == ${at};`];
  const before = steps[index - 1]?.at ?? 0;
  return [
    `    // ${isLast ? 'completes' : 'goes on with'} the match that waits behind step ${before}; each match has one`,
    `    step ${own} output=${output}:`,
    `      ${clauses(matching, at, own).join(' and ')}`,
    `      => ${['Begun = s1.Row', ...(isLast ? remembered(matching) : [])].join(', ')};`,
  ];
}

/**
 * The state machine as one `scan` over the events of all steps. A step is tried from the last to the first, and an event that goes on with a
 * match takes it from the step before (query/scan-operator, "Scan logic"): what Elasticsearch does. `Begun` keeps a step from matching
 * again in place; `Ended` counts the `until` events before a row, so equal numbers mean that none lies between.
 */
export function scanLines(matching: Matching): readonly string[] {
  const { steps, keys, ends, order } = matching;
  const restart = keys.map((key) => `${key} != prev(${key})`).join(' or ');
  const ended = `row_cumsum(toint(Step == 0)${restart === '' ? '' : `, ${restart}`})`;
  const sources = [...matching.sources, ...(ends ? [ends] : [])];
  return [
    '// all events in order; at the same event the later step comes first',
    `let ordered = union ${sources.join(', ')}`,
    `  | sort by ${[...keys.map((key) => `${key} asc`), ...order, 'Step desc'].join(', ')}`,
    `  | extend Row = row_number()${ends ? `, Ended = ${ended}` : ''}${ends ? '\n  | where Step != 0' : ''};`,
    `let matches = ${matching.again ? 'materialize(' : ''}ordered`,
    `  | scan declare (${declared(matching).join(', ')}) with (`,
    ...steps.flatMap((_, index) => stepLines(matching, index)),
    '  )',
    `  | extend ${matching.lastColumns}, Match = Row${matching.again ? ')' : ''};`,
  ];
}
