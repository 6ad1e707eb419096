import { parseDuration } from '../../src/base/duration.ts';
import type { Schedule } from '../../src/ir/rule.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import { LEVEL } from './lexical.ts';
import { timespan } from './timespan.ts';

/** How far back a rule without a schedule looks; the first line of the output says it. */
const DEFAULT_LOOKBACK = '1h';

const RELATIVE = /^now-(\d{1,9})([smhdw])(?:\/[smhdwMy])?$/;

/** Elastic's `now-9m` as a timespan; KQL has no unit for weeks. */
function relative(text: string | undefined): string | undefined {
  const [, count = '', unit] = RELATIVE.exec(text ?? '') ?? [];
  if (unit === undefined) return undefined;
  return unit === 'w' ? `${Number(count) * 7}d` : `${Number(count)}${unit}`;
}

/** The name of a variable that is no column: a column of that name would be meant instead. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name;
}

/** The window of a query: a line that declares it, and the condition on the time column. */
export interface Window {
  readonly declaration: Frag;
  readonly condition: Frag;
}

/** The events of the rule's look-back, as a parameter in the first line; at least `least` nanoseconds, and a period where the rule names none. */
export function windowOf(
  schedule: Schedule | undefined,
  time: Frag,
  taken: ReadonlySet<string>,
  least: bigint = 0n,
): Window {
  const written = relative(schedule?.from) ?? DEFAULT_LOOKBACK;
  const isPeriodKnown = least === 0n || schedule?.interval !== undefined;
  const needed = isPeriodKnown ? least : least + (parseDuration(DEFAULT_LOOKBACK) ?? 0n);
  const lookback = (parseDuration(written) ?? 0n) >= needed ? written : (timespan(needed) ?? written);
  const until = relative(schedule?.to);
  const name = raw(freeName('lookback', taken));
  const start = q(LEVEL.compare)`${time} >= ago(${name})`;
  return {
    declaration: q(0)`let ${name} = ${raw(lookback)};`,
    condition: until === undefined ? start : q(LEVEL.junction)`${start} and ${time} < ago(${raw(until)})`,
  };
}
