/** A missing step: its table has the key and `MissingTime`. `before` and `after` are the places of the positive steps around it. */
export interface MissingStep {
  readonly at: number;
  readonly source: string;
  readonly before?: number;
  readonly after?: number;
}

interface Ends {
  readonly keys: readonly string[];
  /** The places of the first and last positive steps. */
  readonly first: number;
  readonly last: number;
}

const together = (steps: readonly MissingStep[]): string => {
  const sources = [...new Set(steps.map(({ source }) => source))];
  return sources.length === 1 ? (sources[0] ?? '') : `(union ${sources.join(', ')})`;
};

const placesOf = (steps: readonly MissingStep[]): string => steps.map(({ at }) => at).join(' and ');

/** The matches that events of missing steps between two others break. */
function between(steps: readonly MissingStep[], { keys }: Ends): readonly string[] {
  const [{ at, before, after } = { at: 0, before: 0, after: 0 }] = steps;
  return [
    `// step ${placesOf(steps)}: no such event between those of steps ${before} and ${after}`,
    `let broken${at} = matches`,
    `  | join kind=inner ${together(steps)} on ${keys.join(', ')}`,
    `  | where MissingTime > Time${before} and MissingTime < Time${after}`,
    '  | distinct Match;',
  ];
}

/** The matches that events before the first or after the last break. */
function atEnds(leading: readonly MissingStep[], trailing: readonly MissingStep[], ends: Ends): readonly string[] {
  const [first, last, on] = [`Time${ends.first}`, `Time${ends.last}`, ends.keys.join(', ')];
  const join = (steps: readonly MissingStep[]): string => `  | join kind=inner ${together(steps)} on ${on}`;
  const head = `let brokenAtEnds = matches`;
  if (trailing.length === 0)
    return [
      `// step ${placesOf(leading)}: no such event before the first, within maxspan of the last`,
      head,
      join(leading),
      `  | where MissingTime < ${first} and ${last} - MissingTime <= maxspan`,
      '  | distinct Match;',
    ];
  if (leading.length === 0)
    return [
      `// step ${placesOf(trailing)}: no such event after the last, within maxspan of the first`,
      head,
      join(trailing),
      `  | where MissingTime > ${last} and MissingTime - ${first} <= maxspan`,
      '  | distinct Match;',
    ];
  return [
    `// steps ${placesOf([...leading, ...trailing])}: no two such events around the match within maxspan of each other`,
    head,
    join(leading),
    `  | where MissingTime < ${first}`,
    `  | summarize Before = max(MissingTime) by ${[...new Set(['Match', ...ends.keys, last])].join(', ')}`,
    join(trailing),
    `  | where MissingTime > ${last} and MissingTime - Before <= maxspan`,
    '  | distinct Match;',
  ];
}

/** Tables of the matches that missing steps break, and the operators that leave them out (docs/semantics.md, "Missing steps"). */
export function missingLines(
  steps: readonly MissingStep[],
  ends: Ends,
): { readonly tables: readonly string[]; readonly operators: readonly string[] } {
  const leading = steps.filter(({ before }) => before === undefined);
  const trailing = steps.filter(({ after }) => after === undefined);
  const gaps = new Map<number, MissingStep[]>();
  for (const step of steps) {
    if (step.before === undefined || step.after === undefined) continue;
    gaps.set(step.before, [...(gaps.get(step.before) ?? []), step]);
  }
  const inner = [...gaps.values()];
  const hasEnds = leading.length + trailing.length > 0;
  const names = [...inner.map(([one]) => `broken${one?.at}`), ...(hasEnds ? ['brokenAtEnds'] : [])];
  return {
    tables: [...inner.flatMap((gap) => between(gap, ends)), ...(hasEnds ? atEnds(leading, trailing, ends) : [])],
    operators: names.map((name) => `| join kind=leftanti ${name} on Match`),
  };
}
