import type { ReferenceFacts } from '../facts.ts';
import * as a from './aggregator.ts';

export interface StatsFunction extends ReferenceFacts {
  readonly make: a.MakeAggregator;
  /** It may be written without a field, and then counts rows. */
  readonly bare?: true;
  /** It needs `_time`. */
  readonly timed?: true;
}

const base = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/';
const aggregate = `${base}Aggregatefunctions`;
const order = `${base}Eventorderfunctions`;
const multi = `${base}Multivaluefunctions`;
const time = `${base}Timefunctions`;
const open = 'a multi-value field counts value by value (practice)';

/** The functions of stats, eventstats and streamstats. What is not here is an error when met. */
export const statsFunctions: Readonly<Record<string, StatsFunction>> = {
  avg: { make: a.average, case: 'O120', docs: aggregate },
  c: { make: a.count, bare: true, case: 'O121', docs: aggregate, open },
  count: { make: a.count, bare: true, case: 'S137', docs: aggregate, open },
  dc: { make: a.distinctCount, case: 'O122', docs: aggregate, open },
  distinct_count: { make: a.distinctCount, case: 'O123', docs: aggregate, open },
  earliest: { make: a.earliest, timed: true, case: 'O124', docs: time },
  earliest_time: { make: a.earliestTime, timed: true, case: 'O125', docs: time },
  first: { make: a.first, case: 'O126', docs: order },
  last: { make: a.last, case: 'S140', docs: order },
  latest: { make: a.latest, timed: true, case: 'O127', docs: time },
  latest_time: { make: a.latestTime, timed: true, case: 'O128', docs: time },
  list: { make: a.list, case: 'O129', docs: multi },
  max: { make: a.max, case: 'O130', docs: aggregate },
  mean: { make: a.average, case: 'O131', docs: aggregate },
  median: { make: a.median, case: 'O132', docs: aggregate },
  min: { make: a.min, case: 'O133', docs: aggregate },
  mode: { make: a.mode, case: 'O134', docs: aggregate, open: 'which of several values that are equally frequent' },
  range: { make: a.range, case: 'O135', docs: aggregate },
  stdev: { make: a.deviation, case: 'O136', docs: aggregate, open: 'the deviation of one value' },
  stdevp: { make: a.populationDeviation, case: 'O137', docs: aggregate },
  sum: { make: a.sum, case: 'O138', docs: aggregate },
  sumsq: { make: a.sumOfSquares, case: 'O139', docs: aggregate },
  values: { make: a.values, case: 'O140', docs: multi },
  var: { make: a.variance, case: 'O141', docs: aggregate, open: 'the variance of one value' },
  varp: { make: a.populationVariance, case: 'O142', docs: aggregate },
};

/** `perc95` and `p95`: percentiles by nearest rank. */
export const percentiles: Readonly<Record<'perc' | 'p', ReferenceFacts>> = {
  perc: { case: 'O143', docs: aggregate, open: 'approximate from 1000 distinct values on; the emulator stays exact' },
  p: { case: 'O144', docs: aggregate, open: 'approximate from 1000 distinct values on; the emulator stays exact' },
};

/** Finds a function by its name, `perc95` included. */
export function statsFunction(name: string): StatsFunction | undefined {
  if (Object.hasOwn(statsFunctions, name)) return statsFunctions[name];
  const found = /^(perc|p)(\d{1,2}(?:\.\d{1,6})?|100)$/.exec(name);
  const facts = found && percentiles[found[1] as 'perc' | 'p'];
  return facts ? { ...facts, make: a.percentile(Number(found[2])) } : undefined;
}
