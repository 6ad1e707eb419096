import { and, filterCondition, leaf } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import type { EventFilter } from '../ir/query.ts';
import type { LogSource, Rule } from '../ir/rule.ts';
import { fieldOf } from './definitions/texts.ts';
import { type Findings, mapCondition, newFindings } from './map-condition.ts';
import type { ColumnTest, MappingPack, Serves, TargetTable } from './pack.ts';

/** A filter said over one table. */
export interface Attempt {
  readonly table: TargetTable;
  readonly condition: Cond;
  readonly findings: Findings;
}

const KEYS = ['category', 'product', 'service'] as const;

/** Sigma's containment of log sources: each key that the wider one has is equal in the other. */
export const covers = (wide: LogSource, narrow: LogSource): boolean =>
  KEYS.every((key) => wide[key] === undefined || wide[key] === narrow[key]);

function serves({ categories, logSources }: Serves, rule: Rule, filter: EventFilter): boolean {
  if (categories && filter.category && !categories.includes(filter.category.value)) return false;
  return !logSources || (rule.logSource !== undefined && logSources.some((one) => covers(one, rule.logSource ?? {})));
}

export const whereOf = ({ column, anyOf, caseRule = 'exact' }: ColumnTest): Cond =>
  leaf({
    kind: 'one-of',
    subject: fieldOf(column),
    options: anyOf.map((constant) => ({ kind: 'literal', ...constant })),
    caseRule,
  });

/** A test of a field that says what kind of event it is was left out: these are other events. */
const isOther = ({ missing }: Findings, pack: MappingPack): boolean =>
  [...missing.keys()].some((name) => pack.decisive.some((start) => name.startsWith(start)));

/** A filter said over a table; nothing where no event of the table can match, or where nothing would be left to ask. */
function attempt(filter: EventFilter, table: TargetTable, pack: MappingPack): Attempt | undefined {
  const findings = newFindings();
  const asked = filterCondition(filter);
  const mapped = mapCondition(asked, table, pack.unmapped === 'keep', findings);
  if (mapped.kind === 'false' && filter.condition.kind !== 'false') return undefined;
  const leftOut = findings.missing.size + findings.refusals.length > 0;
  if ((mapped.kind === 'true' && leftOut) || isOther(findings, pack)) return undefined;
  return { table, condition: and([...table.where.map(whereOf), mapped]), findings };
}

const cost = ({ findings }: Attempt): number => findings.refusals.length + findings.missing.size;

/** The ways to say a filter over a pack's tables, the best one first: fewest parts that can't be said, then the pack's order. */
export function attempts(rule: Rule, filter: EventFilter, pack: MappingPack): readonly Attempt[] {
  return pack.tables
    .filter((table) => serves(table.serves, rule, filter))
    .flatMap((table) => attempt(filter, table, pack) ?? [])
    .sort((a, b) => cost(a) - cost(b));
}
