import { haveCommonKeys, isNumeric } from '../../../src/ir/correlation.ts';
import type { Field } from '../../../src/ir/value.ts';
import { hasKeywords } from '../../../src/ir/walk.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { type Note, opaque } from '../../../src/target/ledger.ts';
import { SCALAR_TYPES } from '../columns.ts';
import { JSON_NUMBER } from '../compare.ts';
import { filterLines, flagLines, where } from '../filter.ts';
import { castTo, type KeyColumn, keyFill, notesOfKey } from '../key-columns.ts';
import { identifier, long, regexString } from '../lexical.ts';
import { call } from '../scope.ts';
import { seesRules } from './condition.ts';
import { type AlertRule, type EventRule, isAlertRule, isEventRule, type Level, range } from './level.ts';

type Column = readonly [name: string, value: Frag];

const NOTHING = raw('dynamic([])');

const isAbsent = (field: Field): Frag =>
  call(SCALAR_TYPES[field.type] === 'string' ? 'isempty' : 'isnull', identifier(field.name));

const asText = (field: Field): Frag =>
  SCALAR_TYPES[field.type] === 'string' ? identifier(field.name) : call('tostring', identifier(field.name));

/** The values of one field, or of a tuple, as an array: what is absent adds none. */
function countedValue(fields: readonly Field[]): Frag {
  const [field] = fields;
  if (!field) return NOTHING;
  if (fields.length === 1 && field.list) {
    const list = identifier(field.name);
    return q(0)`set_difference(iff(array_length(${list}) > 0, ${list}, dynamic([])), dynamic([""]))`;
  }
  const absent = fields.map(isAbsent);
  const one = fields.length === 1 ? asText(field) : call('tostring', call('pack_array', ...fields.map(asText)));
  const isOut = absent.slice(1).reduce<Frag>((all, each) => q(5)`${all} or ${each}`, absent[0] ?? raw('false'));
  return call('iff', isOut, NOTHING, call('pack_array', one));
}

/** The number in a field; text counts where it spells one. */
function numericValue([field]: readonly Field[]): Frag {
  if (!field) return NOTHING;
  const column = identifier(field.name);
  if (SCALAR_TYPES[field.type] !== 'string') return q(0)`iff(isnull(${column}), dynamic([]), pack_array(${column}))`;
  const isNumber = q(0)`${column} matches regex ${regexString(JSON_NUMBER)}`;
  return q(0)`iff(${isNumber}, pack_array(todouble(${column})), dynamic([]))`;
}

/** Why the values of a threshold can't be read, where they can't. */
function refusal({ query, tuples }: Level): string | undefined {
  const fields = tuples.flat();
  if (isNumeric(query) && tuples.some((tuple) => tuple.length > 1)) return 'the numbers of several fields';
  if (isNumeric(query) && fields.some(({ list }) => list)) return 'the numbers of a field with several values';
  if (isNumeric(query) && fields.some(({ type }) => !['string', 'long', 'real'].includes(SCALAR_TYPES[type])))
    return 'the numbers of a field that holds none';
  if (tuples.some((tuple) => tuple.length > 1 && tuple.some(({ list }) => list)))
    return 'tuples of fields with several values';
  if (!isNumeric(query) && fields.some(({ list, type }) => list && SCALAR_TYPES[type] !== 'string'))
    return 'different values in lists of other than texts';
  return undefined;
}

/** What computing on fields takes for granted. */
function valueNotes({ query, tuples }: Level): readonly Note[] {
  const fields = tuples.flat();
  const numbers = fields.map(
    (field): Note => ({
      effect: 'conditional',
      construct: query.type,
      why: 'what is computed is a 64-bit floating point number',
      assumption: 'number/double',
      witness: { [field.name]: '9007199254740993' },
    }),
  );
  const size = fields.map(
    (field): Note => ({
      effect: 'conditional',
      construct: query.type,
      why: 'the values of a window are held in one dynamic value, which is at most 1 MB large',
      assumption: 'kusto/window-fits',
      witness: { [field.name]: 'x'.repeat(40) },
    }),
  );
  return [...(isNumeric(query) ? numbers : fields.flatMap(notesOfKey)), ...size];
}

/** The columns of values, by their number from 1. */
const valueColumns = ({ query, tuples }: Level): readonly Column[] =>
  tuples.map((fields, i) => [`Value${i + 1}`, (isNumeric(query) ? numericValue : countedValue)(fields)]);

const flagName = (at: number): string => `Rule${at}`;

/** The event that a hit stands for, as it is needed to list the events of an alert in order. */
const carried = (level: Level): readonly Column[] => {
  if (!level.carries) return [];
  const own = level.stateful.eventColumns.map(([, value]) => value);
  return [
    ['HitBehind', raw('0')],
    ['Events', call('pack_array', call('pack_array', ...own))],
  ];
};

function freeIn(taken: ReadonlySet<string>, name: string): string {
  return taken.has(name) ? freeIn(taken, `${name}_`) : name;
}

interface Placed {
  readonly rule: EventRule;
  readonly at: number;
}

interface HitTable {
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
}

/** The key of each row by its rule, where rules have it in different fields. */
function keyByRule(placed: readonly Placed[], column: KeyColumn, index: number, ruleColumn: Frag, name: Frag) {
  const keys = placed.flatMap(({ rule, at }) => {
    const key = rule.keys[index];
    return key ? [{ key, at }] : [];
  });
  const isList = keys.some(({ key }) => key.list);
  const value = ({ key }: (typeof keys)[number]): Frag => {
    const field = identifier(key.name);
    const from = SCALAR_TYPES[key.type];
    if (key.list) return q(0)`set_union(${field}, dynamic([]))`;
    const cast = castTo(field, from, column.type);
    return isList ? call('pack_array', cast) : cast;
  };
  const last = keys.at(-1);
  const cases = keys.slice(0, -1).flatMap((one) => [q(4)`${ruleColumn} == ${long(BigInt(one.at))}`, value(one)]);
  const chosen = last ? (cases.length === 0 ? value(last) : call('case', ...cases, value(last))) : raw('""');
  const present = call(column.type === 'string' ? 'isnotempty' : 'isnotnull', name);
  return isList
    ? [q(0)`| mv-expand ${name} = ${chosen} to typeof(${raw(column.type)})`, where(present)]
    : [q(0)`| extend ${name} = ${chosen}`, where(present)];
}

/** Rules with their keys in different fields: a row for each rule that an event passes; what is alike in key and event is one hit. */
function splitLines(level: Level, placed: readonly Placed[], flags: readonly string[]): readonly Frag[] {
  const { keys, stateful, tuples } = level;
  const free = (name: string): Frag => identifier(freeIn(stateful.taken, name));
  const [event, rule] = [free('EventNumber'), free('HitRule')];
  const isOf = placed
    .slice(0, -1)
    .flatMap(({ at }, i) => [q(4)`${rule} == ${long(BigInt(at))}`, identifier(flags[i] ?? '')]);
  const own = call('case', ...isOf, identifier(flags.at(-1) ?? ''));
  const kept: readonly Column[] = [
    ['EventNumber', event],
    ['HitRule', rule],
    ...keys.map(({ name }): Column => [name, free(name)]),
    ...stateful.eventColumns,
    ...valueColumns(level),
    ...carried(level),
  ];
  const order = stateful.eventColumns.map(([name]) => name);
  const behind = level.carries ? ['HitBehind'] : [];
  const by = ['EventNumber', ...keys.map(({ name }) => name), ...order, ...behind].join(', ');
  const events = level.carries ? ['Events = take_any(Events)'] : [];
  const values = tuples.map((_, i) => `Value${i + 1} = take_any(Value${i + 1})`);
  const found = range(level.query.rules.length).map((at) => `${flagName(at)} = countif(HitRule == ${at}) > 0`);
  return [
    q(0)`| serialize ${event} = row_number()`,
    q(0)`| mv-expand ${rule} = dynamic([${raw(placed.map(({ at }) => at).join(', '))}]) to typeof(long)`,
    where(own),
    ...keys.flatMap((column, i) => keyByRule(placed, column, i, rule, free(column.name))),
    stateful.project(kept),
    raw(`| summarize ${[...found, ...values, ...events].join(', ')} by ${by}`),
  ];
}

/** Rules by the table in which their events lie. */
function byTable(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const found = new Map<string | undefined, Placed[]>();
  for (const one of placed) {
    const { table } = one.rule.query.filter;
    const known = found.get(table);
    if (known) known.push(one);
    else found.set(table, [one]);
  }
  return [...found.values()];
}

/** The events that rules find, in one table or in several. */
function eventHits(level: Level, name: string, placed: readonly Placed[]): HitTable {
  const tables = byTable(placed);
  if (tables.length === 1) return tableHits(level, name, placed);
  const names = tables.map((_, i) => `hitsIn${i + 1}${level.suffix}`);
  const parts = tables.map((rules, i) => tableHits(level, names[i] ?? '', rules));
  return {
    lines: [...parts.flatMap(({ lines }) => lines), raw(`let ${name} = union ${names.join(', ')};`)],
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** The events of one table that rules find. */
function tableHits(level: Level, name: string, placed: readonly Placed[]): HitTable {
  const { query, keys, stateful } = level;
  const [only] = placed;
  const isOne = placed.length === 1 && query.rules.length === 1;
  const flags = placed.map(({ at }) => freeIn(stateful.taken, flagName(at)));
  const filter =
    isOne && only
      ? filterLines(stateful.taken, only.rule.query.filter)
      : flagLines(
          stateful.taken,
          placed.map(({ rule }, i) => ({ name: flags[i] ?? '', filter: rule.query.filter })),
        );
  const flagOf = (at: number): Frag => {
    const i = placed.findIndex((one) => one.at === at);
    return i === -1 ? raw('false') : identifier(flags[i] ?? '');
  };
  const places = range(query.rules.length);
  const ownFlags = seesRules(query) ? places.map((at): Column => [flagName(at), isOne ? raw('true') : flagOf(at)]) : [];
  const fill = only ? keyFill({ ...only.rule, filter: only.rule.query.filter, missing: false }, keys) : undefined;
  const lines =
    haveCommonKeys(placed.map(({ rule }) => rule)) && fill
      ? [
          ...fill.lines,
          stateful.project([
            ...fill.columns,
            ...stateful.eventColumns,
            ...ownFlags,
            ...valueColumns(level),
            ...carried(level),
          ]),
        ]
      : splitLines(level, placed, flags);
  const from = only?.rule.query.filter.table;
  const says = `what the rules find${from === undefined ? '' : ` in ${from}`}: one row an event and group`;
  return {
    lines: [
      stateful.read(name, says, [...filter.lines, ...lines], { timed: true, ...(from !== undefined && { from }) }),
    ],
    notes: opaque(filter.notes),
  };
}

/** The alerts of a correlation as hits of the one around it. */
function alertHit(level: Level, rule: AlertRule, place: number, inner: Level): string {
  const columns = level.keys.map(({ name, type }, i) => {
    const at = inner.query.groupBy.indexOf(rule.keys[i]?.name ?? '');
    const own = inner.keys[at];
    if (!own) return undefined;
    const value = own.type === type ? own.name : `to${type === 'real' ? 'real' : 'string'}(${own.name})`;
    return `${name} = ${value}`;
  });
  const flags = range(level.query.rules.length).map((at) => `${flagName(at)} = ${at === place}`);
  const values = level.tuples.map((fields, i) => {
    const own = fields.map(({ name }) => inner.keys[inner.query.groupBy.indexOf(name)]?.name);
    const known = own.every((name) => name !== undefined);
    const [only] = own;
    const text =
      own.length === 1
        ? `tostring(${only})`
        : `tostring(pack_array(${own.map((name) => `tostring(${name})`).join(', ')}))`;
    return `Value${i + 1} = ${known ? `pack_array(${text})` : 'dynamic([])'}`;
  });
  const events = level.stateful.eventColumns.map(([name]) => name);
  // An alert without a field of the group is in none.
  const has = columns.every((column) => column !== undefined);
  const keys = has
    ? columns
    : level.keys.map(({ name, type }) => `${name} = ${type === 'string' ? '""' : `${type}(null)`}`);
  const shown = [...keys, ...events, ...(seesRules(level.query) ? flags : []), ...values, 'HitBehind = 1', 'Events'];
  return `(alerts${inner.suffix}${has ? '' : ' | where false'} | project ${shown.join(', ')})`;
}

/** The table of all hits of a level: one row a hit and group. `inner` has the levels of its correlations, by the place of the rule. */
export function hitTable(level: Level, inner: ReadonlyMap<number, Level>): HitTable {
  const { query, suffix } = level;
  const refused = refusal(level);
  const why =
    refused ??
    (query.rules.length > 1 && query.rules.some((rule) => rule.query.kind === 'event' && hasKeywords(rule.query))
      ? 'a text that is looked for in all columns, as one of several rules'
      : undefined);
  if (why !== undefined) return { lines: [], notes: unsupported(query.type, why, query.origin).notes };
  const placed = query.rules.map((rule, i) => ({ rule, at: i + 1 }));
  const events = placed.flatMap(({ rule, at }) => (isEventRule(rule) ? [{ rule, at }] : []));
  const alerts = placed.flatMap(({ rule, at }) => {
    const below = inner.get(at);
    return isAlertRule(rule) && below ? [alertHit(level, rule, at, below)] : [];
  });
  const own = alerts.length === 0 ? `hits${suffix}` : `found${suffix}`;
  const found = events.length === 0 ? { lines: [], notes: [] } : eventHits(level, own, events);
  const together =
    alerts.length === 0
      ? []
      : [raw(`let hits${suffix} = union ${[...(events.length > 0 ? [own] : []), ...alerts].join(', ')};`)];
  return { lines: [...found.lines, ...together], notes: [...found.notes, ...valueNotes(level)] };
}
