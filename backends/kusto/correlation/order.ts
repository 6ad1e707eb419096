import { range } from './level.ts';

const base = (rule: number, length: number): string => `Base_${rule}_${length}`;
const chain = (rule: number, length: number): string => `Chain_${rule}_${length}`;

/** The greatest, or the only one. */
const greatest = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : `max_of(${parts.join(', ')})`;

/**
 * One more rule. `Chain_r_l` is the number of the hit at which the latest chain begins that has hits of l of the first r rules one after the
 * other, 0 without one; hits at the same time count as ordered, so `Base_r_l` keeps what was known before the row's time, and `Own_r` is the
 * last hit of the rule at that time.
 */
function ruleLines(rule: number): readonly string[] {
  const lengths = range(rule);
  const own = `iff(Rule${rule}, HitNumber, iff(HitNumber == 1 or Time != s.Time, 0, s.Own_${rule}))`;
  const known = (length: number): string =>
    `iff(HitNumber == 1, 0, iff(Time == s.Time, s.${base(rule, length)}, s.${chain(rule, length)}))`;
  const grown = (length: number): string => (length === 1 ? own : `min_of(${own}, ${chain(rule - 1, length - 1)})`);
  const columns = [`Own_${rule}`, ...lengths.flatMap((length) => [base(rule, length), chain(rule, length)])];
  return [
    `  | scan declare (${columns.map((name) => `${name}: long = 0`).join(', ')}) with (`,
    '    step s: true =>',
    `      Own_${rule} = ${own},`,
    ...lengths.flatMap((length) => [
      `      ${base(rule, length)} = ${known(length)},`,
      `      ${chain(rule, length)} = ${greatest([known(length), ...(length < rule ? [chain(rule - 1, length)] : []), grown(length)])}${length === rule ? ';' : ','}`,
    ]),
    '  )',
  ];
}

/** Columns that say where chains of rules in order begin, for any number of rules. */
export const chainLines = (rules: number): readonly string[] => range(rules).flatMap(ruleLines);
