import { type Matching, withinSpan } from './matching.ts';

/** What a row of a step's list is, in the order in which rows of the same event stand. */
const KIND = { event: 1, match: 2, until: 3 } as const;

const ofKind = (source: string, kind: keyof typeof KIND): string => `(${source} | extend Kind = ${KIND[kind]})`;

/** The columns that say where an event stands in the order of events. */
const placeOf = ({ order }: Matching): readonly string[] => order.map((item) => item.replace(/ .*/, ''));

/** What a match shows of the event at a step. */
const shownOf = ({ identified }: Matching, at: number, from = ''): readonly string[] => [
  `Time${at} = ${from}Time`,
  ...(identified ? [`Id${at} = tostring(${from}Id)`] : []),
];

const namesOf = (matching: Matching, at: number): readonly string[] =>
  shownOf(matching, at).map((item) => item.replace(/ .*/, ''));

/** The matches of the steps up to one, out of those up to the step before. */
function stepLines(matching: Matching, index: number, before: string, name: string): readonly string[] {
  const { steps, keys, ends, spans, order } = matching;
  const { at, source } = steps[index] ?? { at: 0, source: '' };
  const [earlier, first] = [steps.slice(0, index), steps[0]?.at ?? 0];
  const follows = [
    `Kind == ${KIND.match}`,
    `next(Kind) == ${KIND.event}`,
    ...keys.map((key) => `next(${key}) == ${key}`),
    ...(spans ? [withinSpan('next(Time)', `Time${first}`)] : []),
  ];
  const place = placeOf(matching);
  const kept = [
    ...keys,
    ...place.map((column) => `${column} = Next${column}`),
    ...earlier.flatMap((step) => namesOf(matching, step.at)),
    ...shownOf(matching, at, 'Next'),
  ];
  const until = ends ? `, ${ofKind(ends, 'until')}` : '';
  return [
    `// step ${at}: a match goes on where the row right behind it is an event of the step`,
    `let ${name} = union ${ofKind(before, 'match')}, ${ofKind(source, 'event')}${until}`,
    `  | sort by ${[...keys.map((key) => `${key} asc`), ...order, 'Kind asc'].join(', ')}`,
    `  | extend ${place.map((column) => `Next${column} = next(${column})`).join(', ')},`,
    `    Next = ${follows.join(' and ')}`,
    '  | where Next',
    `  | project ${kept.join(', ')};`,
  ];
}

/**
 * The state machine without `scan`, a step at a time. The matches that wait before a step, the events of the step and those of `until` stand
 * in one order; a match goes on exactly when the row right behind it is an event of the step. A newer match in between takes its place, an
 * `until` ends it, and an event that another has followed before has that event in front of it, not the match. At the same event the step's
 * own row comes first, so that it follows no match that ends with it; `until` comes last, so that it ends that match but not one that goes
 * on with it. That is what Elasticsearch does, for any number of steps and for keys of their own.
 */
export function chainLines(matching: Matching): readonly string[] {
  const { steps, again } = matching;
  const [first] = steps;
  if (!first) return [];
  const nameAt = (index: number): string => (index === steps.length - 1 ? 'found' : `upTo${steps[index]?.at}`);
  return [
    `let upTo${first.at} = ${first.source}`,
    `  | extend ${shownOf(matching, first.at).join(', ')};`,
    ...steps.slice(1).flatMap((_, i) => stepLines(matching, i + 1, nameAt(i), nameAt(i + 1))),
    `let matches = ${again ? 'materialize(' : ''}found`,
    `  | serialize Match = row_number()${again ? ')' : ''};`,
  ];
}
