import { filterCondition } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import type { Rule } from '../ir/rule.ts';
import type { Constant, Value } from '../ir/value.ts';
import { filtersOf } from '../ir/walk.ts';
import { categoriesOf } from './categories.ts';

// https://github.com/splunk/security_content/tree/develop/data_sources: the names by which detections say where their events come from.

/** Numbers of Sysmon's events that have a data source of their own. */
const SYSMON = [1, 3, 5, 6, 7, 8, 10, 11, 12, 13, 17, 22, 23];
const SYSMON_SOURCE = 'XmlWinEventLog:Microsoft-Windows-Sysmon/Operational';

/** What fills the datasets of the Common Information Model, by the category of ECS or of Sigma's log source. */
const DATASETS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^process(?:_creation)?$/, ['Sysmon EventID 1', 'Windows Event Log Security 4688', 'CrowdStrike ProcessRollup2']],
  [/^file(?:_event)?$/, ['Sysmon EventID 11']],
  [/^registry(?:_set|_event)?$/, ['Sysmon EventID 13']],
];

/** The constants that a value is tested to be one of. */
function optionsOf(value: Value, column: string): readonly Constant[] {
  if (value.kind === 'one-of' && value.subject.kind === 'field' && value.subject.name === column) return value.options;
  if (value.kind !== 'compare' || value.op !== 'eq' || value.right.kind !== 'literal') return [];
  return value.left.kind === 'field' && value.left.name === column ? [value.right] : [];
}

/** What a condition asks a column to be, where it must hold. */
const askedOf = (cond: Cond, column: string): readonly Constant[] =>
  (cond.kind === 'and' ? cond.all : [cond]).flatMap((part) =>
    part.kind === 'leaf' ? optionsOf(part.value, column) : [],
  );

function sysmonSources(cond: Cond): readonly string[] {
  const isSysmon = askedOf(cond, 'source').some((one) => one.type === 'text' && one.value === SYSMON_SOURCE);
  const numbers = askedOf(cond, 'EventCode').flatMap((one) => (one.type === 'integer' ? Number(one.value) : []));
  return isSysmon ? numbers.filter((id) => SYSMON.includes(id)).map((id) => `Sysmon EventID ${id}`) : [];
}

/** The data sources of a rule in Splunk's fields, as far as they are known. */
export function dataSourcesOf(rule: Rule, { taxonomy, query }: Rule): readonly string[] {
  if (taxonomy === 'cim')
    return categoriesOf(rule).flatMap((category) => DATASETS.find(([names]) => names.test(category))?.[1] ?? []);
  if (taxonomy !== 'sysmon' || query.kind === 'correlation') return [];
  return [...new Set(filtersOf(query).flatMap(({ filter }) => sysmonSources(filterCondition(filter))))];
}
