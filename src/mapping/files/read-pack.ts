import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { get, isNull, type Located, type LocatedMap, type Read } from '../../formats/located.ts';
import { compact, field, takeBoolean, takeList, takeText } from '../../formats/take.ts';
import type { LogSource } from '../../ir/rule.ts';
import type { CaseRule } from '../../ir/value.ts';
import type { Row } from '../definition.ts';
import type { ColumnTest, MappingPack, Renaming, Serves, TargetTable } from '../pack.ts';
import { constantOf, type Plain } from '../rows.ts';
import { knownMap, needed, takeOneOrMore, takeWord } from './keys.ts';
import { COLUMN_TYPES, readRow, takePlain } from './read-row.ts';

const CASES: readonly CaseRule[] = ['exact', 'simple'];
const LOG_SOURCE = ['category', 'product', 'service'] as const;
const TABLE = ['id', 'serves', 'table', 'log_source', 'category', 'indices', 'where', 'fields', 'renamed'];
const PACK = ['id', 'from', 'title', 'to', 'docs', 'time', 'unmapped', 'decisive', 'tables'];

const itemsOf = (node: Located | undefined): readonly Located[] =>
  !node || isNull(node) ? [] : node.kind === 'list' ? node.items : [node];

function logSource(node: Located, found: Diagnostic[]): LogSource {
  const map = knownMap(node, 'a log source', LOG_SOURCE, found);
  return compact<LogSource>({
    category: field(map, 'category', takeText, found, 'bad'),
    product: field(map, 'product', takeText, found, 'bad'),
    service: field(map, 'service', takeText, found, 'bad'),
  });
}

function serves(node: Located | undefined, found: Diagnostic[]): Serves {
  const map = node && knownMap(node, '`serves`', ['categories', 'log_sources'], found);
  const sources = get(map, 'log_sources');
  return compact<Serves>({
    categories: field(map, 'categories', takeList(takeText), found, 'bad'),
    logSources: sources && itemsOf(sources).map((one) => logSource(one, found)),
  });
}

function columnTest(node: Located, found: Diagnostic[]): ColumnTest | undefined {
  const map = knownMap(node, 'a test of a column', ['column', 'any_of', 'type', 'list', 'case'], found);
  if (!map) return undefined;
  const name = needed(map, 'column', 'a test of a column', takeText, found);
  const anyOf = needed<readonly Plain[]>(map, 'any_of', 'a test of a column', takeOneOrMore(takePlain), found);
  if (name === undefined || anyOf === undefined) return undefined;
  const type = field(map, 'type', takeWord(COLUMN_TYPES), found, 'bad') ?? 'text';
  return {
    column: { name, type, list: field(map, 'list', takeBoolean, found, 'bad') ?? false },
    anyOf: anyOf.map(constantOf),
    caseRule: field(map, 'case', takeWord(CASES), found, 'bad') ?? 'exact',
  };
}

function renaming(node: Located, found: Diagnostic[]): Renaming | undefined {
  const map = knownMap(node, 'a renaming', ['prefix', 'to', 'type'], found);
  if (!map) return undefined;
  return {
    prefix: field(map, 'prefix', takeText, found, 'bad') ?? '',
    to: field(map, 'to', takeText, found, 'bad') ?? '',
    type: field(map, 'type', takeWord(COLUMN_TYPES), found, 'bad') ?? 'text',
  };
}

function rows(node: Located | undefined, found: Diagnostic[]): Readonly<Record<string, Row>> {
  const map =
    node && !isNull(node) ? knownMap(node, '`fields`', node.kind === 'map' ? keysOf(node) : [], found) : undefined;
  const pairs = (map?.entries ?? []).flatMap(({ key, value }) => {
    const row = readRow(value, found);
    return row ? [[key, row] as const] : [];
  });
  return Object.fromEntries(pairs);
}
const keysOf = ({ entries }: LocatedMap): readonly string[] => entries.map(({ key }) => key);

function table(node: Located, found: Diagnostic[]): TargetTable | undefined {
  const map = knownMap(node, 'a table', TABLE, found);
  const id = map && needed(map, 'id', 'a table', takeText, found);
  if (!map || id === undefined) return undefined;
  const source = get(map, 'log_source');
  return compact<TargetTable>({
    id,
    serves: serves(get(map, 'serves'), found),
    table: field(map, 'table', takeText, found, 'bad'),
    logSource: source && logSource(source, found),
    category: field(map, 'category', takeText, found, 'bad'),
    indices: field(map, 'indices', takeList(takeText), found, 'bad'),
    where: itemsOf(get(map, 'where')).flatMap((one) => columnTest(one, found) ?? []),
    fields: rows(get(map, 'fields'), found),
    renamed: itemsOf(get(map, 'renamed')).flatMap((one) => renaming(one, found) ?? []),
  });
}

function tables(map: LocatedMap, found: Diagnostic[]): readonly TargetTable[] {
  const nodes = itemsOf(get(map, 'tables'));
  if (nodes.length === 0) found.push(diagnostic('mapping/no-tables', {}, map.span));
  const seen = new Set<string>();
  return nodes.flatMap((node) => {
    const one = table(node, found);
    if (one && seen.has(one.id)) found.push(diagnostic('mapping/same-table', { id: one.id }, node.span));
    if (one) seen.add(one.id);
    return one ?? [];
  });
}

/**
 * A mapping pack as a user writes it, with the same parts as those that come with isorule (docs/mapping.md, "A mapping of your own").
 * Every problem is said with its place; with an error there is no pack.
 */
export function readPack(document: Located): Read<MappingPack> {
  const found: Diagnostic[] = [];
  const map = knownMap(document, 'a mapping', PACK, found);
  if (!map) return { diagnostics: found };
  const id = needed(map, 'id', 'a mapping', takeText, found);
  const from = needed(map, 'from', 'a mapping', takeText, found);
  const time = needed(map, 'time', 'a mapping', takeText, found);
  const all = tables(map, found);
  if (id === undefined || from === undefined || time === undefined || found.length > 0) return { diagnostics: found };
  const pack: MappingPack = {
    id,
    from,
    time,
    title: field(map, 'title', takeText, found, 'bad') ?? id,
    to: field(map, 'to', takeText, found, 'bad') ?? id,
    docs: field(map, 'docs', takeText, found, 'bad') ?? '',
    unmapped: field(map, 'unmapped', takeWord(['leave-out', 'keep'] as const), found, 'bad') ?? 'leave-out',
    decisive: field(map, 'decisive', takeList(takeText), found, 'bad') ?? [],
    tables: all,
  };
  return found.length > 0 ? { diagnostics: found } : { value: pack, diagnostics: [] };
}
