import { and, filterCondition, leaf } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import type { EventFilter } from '../ir/query.ts';
import type { LogSource, Rule } from '../ir/rule.ts';
import type { Field } from '../ir/value.ts';
import { type Asked, askedBy } from '../ir/walk.ts';
import type { Definition } from './definition.ts';
import { fieldOf } from './definitions/texts.ts';
import { type Findings, mapCondition, newFindings, rowOf } from './map-condition.ts';
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
  const own = filter.logSource ?? rule.logSource;
  return !logSources || (own !== undefined && logSources.some((one) => covers(one, own)));
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

const isKey = (kind: Definition['kind'] | undefined): boolean => kind === 'column' || kind === 'joined';

/** Without a column for a key there is no output; without one for a test there is one that finds other events. */
const cost = ({ findings, table }: Attempt, keys: readonly Field[]): number =>
  1000 * keys.filter(({ name }) => !isKey(rowOf(name, table)?.definition.kind)).length +
  findings.refusals.length +
  findings.missing.size;

/** The ways to say a filter over a pack's tables, the best one first: fewest parts that can't be said, then the pack's order. */
function attempts(rule: Rule, { filter, keys }: Asked, pack: MappingPack): readonly Attempt[] {
  return pack.tables
    .filter((table) => serves(table.serves, rule, filter))
    .flatMap((table) => attempt(filter, table, pack) ?? [])
    .sort((a, b) => cost(a, keys) - cost(b, keys));
}

/** Where a table's events are looked for, as far as it is no part of a condition. */
const placeOf = ({ logSource }: TargetTable): string => JSON.stringify(logSource ?? {});

/** Whether all events are looked for in one log source. */
export const isOnePlace = (found: readonly Attempt[]): boolean =>
  new Set(found.map(({ table }) => placeOf(table))).size <= 1;

/** The filters' attempts over one table, if one holds the events of all. */
function overOneTable(
  first: readonly Attempt[],
  rest: readonly (readonly Attempt[])[],
): readonly Attempt[] | undefined {
  for (const candidate of first) {
    const others = rest.map((one) => one.find(({ table }) => table.id === candidate.table.id));
    const found = others.filter((one) => one !== undefined);
    if (found.length === others.length) return [candidate, ...found];
  }
  return undefined;
}

/** The attempts of a rule's filters, in the order of `filtersOf`: over one table, or each over the one that can say most of it. */
export function chosenTables(rule: Rule, pack: MappingPack): readonly Attempt[] | { readonly refused: string } {
  const all = askedBy(rule.query).map((asked) => attempts(rule, asked, pack));
  const [first = [], ...rest] = all;
  if (all.some((one) => one.length === 0)) return { refused: `no table of ${pack.title} holds events of this kind` };
  return overOneTable(first, rest) ?? all.flatMap(([best]) => best ?? []);
}
