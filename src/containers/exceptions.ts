import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { kindOf, type Located, type LocatedMap } from '../formats/located.ts';
import { compact, complain, field, type Take, takeList, takeMap, takeText, takeTexts } from '../formats/take.ts';
import type { Span } from '../text/source-text.ts';
import type { ExceptionEntry, ExceptionItem, ListReference, Namespace, Operator } from './surroundings.ts';

type EntryKind = Exclude<ExceptionEntry['kind'], 'not-understood'>;
/** Gives nothing where a value that the entry needs is missing or of a wrong type. */
type EntryReader = (entry: LocatedMap, name: string, found: Diagnostic[]) => ExceptionEntry | undefined;

const takeOperator: Take<Operator> = (node, name, weight, found) => {
  const value = takeText(node, name, weight, found);
  if (value === 'included' || value === 'excluded') return value;
  if (value !== undefined) complain(node, name, '`included` or `excluded`', weight, found);
  return undefined;
};

/** A value that an entry cannot do without. */
function needed<T>(entry: LocatedMap, key: string, take: Take<T>, found: Diagnostic[]): T | undefined {
  const before = found.length;
  const value = field(entry, key, take, found, 'bad');
  if (value === undefined && found.length === before) complain(entry, key, `a key \`${key}\` here`, 'bad', found);
  return value;
}

function withValue(kind: 'match' | 'wildcard'): EntryReader {
  return (entry, name, found) => {
    const operator = needed(entry, 'operator', takeOperator, found);
    const value = needed(entry, 'value', takeText, found);
    return operator && value !== undefined ? { kind, field: name, operator, value, span: entry.span } : undefined;
  };
}

/** Entry types of an exception item, as Kibana's exception list API has them. */
const ENTRY_READERS: { readonly [K in EntryKind]: EntryReader } = {
  match: withValue('match'),
  wildcard: withValue('wildcard'),
  match_any: (entry, name, found) => {
    const operator = needed(entry, 'operator', takeOperator, found);
    const values = needed(entry, 'value', takeTexts, found);
    return operator && values && { kind: 'match_any', field: name, operator, values, span: entry.span };
  },
  exists: (entry, name, found) => {
    const operator = needed(entry, 'operator', takeOperator, found);
    return operator && { kind: 'exists', field: name, operator, span: entry.span };
  },
  nested: (entry, name, found) => {
    const entries = needed(entry, 'entries', takeList(takeEntry), found);
    return entries && { kind: 'nested', field: name, entries, span: entry.span };
  },
  list: (entry, name, found) => {
    const operator = needed(entry, 'operator', takeOperator, found);
    const list = needed(entry, 'list', takeMap, found);
    const id = list && needed(list, 'id', takeText, found);
    if (!operator || !list || id === undefined) return undefined;
    const type = field(list, 'type', takeText, found);
    return { kind: 'list', field: name, operator, list: id, span: entry.span, ...(type !== undefined && { type }) };
  },
};

const isEntryKind = (kind: string): kind is EntryKind => Object.hasOwn(ENTRY_READERS, kind);

const notUnderstood = (what: string, span: Span): ExceptionEntry => ({ kind: 'not-understood', field: '', what, span });

const takeEntry: Take<ExceptionEntry> = (node, name, weight, found) => {
  const entry = takeMap(node, name, weight, found);
  if (!entry) return notUnderstood(kindOf(node), node.span);
  const kind = field(entry, 'type', takeText, found, 'bad') ?? '';
  const fieldName = field(entry, 'field', takeText, found, 'bad') ?? '';
  const read = isEntryKind(kind) && fieldName !== '' ? ENTRY_READERS[kind](entry, fieldName, found) : undefined;
  // An entry that is left out would widen what the exception takes away, so it stays, as not understood.
  return read ?? { ...notUnderstood(kind, entry.span), field: fieldName };
};

const takeNamespace: Take<Namespace> = (node, name, weight, found) => {
  const value = takeText(node, name, weight, found);
  if (value === 'single' || value === 'agnostic') return value;
  if (value !== undefined) complain(node, name, '`single` or `agnostic`', weight, found);
  return undefined;
};

const namespaceOf = (map: Located, found: Diagnostic[]): Namespace =>
  field(map, 'namespace_type', takeNamespace, found, 'bad') ?? 'single';

/** An exception item, one line of a Kibana export. Without entries it would take everything away, so it is not understood. */
export function readExceptionItem(item: LocatedMap, found: Diagnostic[]): ExceptionItem {
  const entries = field(item, 'entries', takeList(takeEntry), found, 'bad') ?? [];
  return compact<ExceptionItem>({
    name: field(item, 'name', takeText, found),
    list: field(item, 'list_id', takeText, found, 'bad') ?? '',
    namespace: namespaceOf(item, found),
    osTypes: field(item, 'os_types', takeTexts, found, 'bad') ?? [],
    expires: field(item, 'expire_time', takeText, found, 'bad'),
    entries: entries.length > 0 ? entries : [notUnderstood('no entries', item.span)],
    span: item.span,
  });
}

/** The list that the items name: its own line in an export. */
export function readExceptionList(list: LocatedMap, found: Diagnostic[]): Pick<ListReference, 'list' | 'namespace'> {
  return { list: field(list, 'list_id', takeText, found, 'bad') ?? '', namespace: namespaceOf(list, found) };
}

const takeListReference: Take<ListReference> = (node, name, weight, found) => {
  const map = takeMap(node, name, weight, found);
  const list = map && needed(map, 'list_id', takeText, found);
  if (!map || list === undefined) return undefined;
  const type = field(map, 'type', takeText, found);
  return { list, namespace: namespaceOf(map, found), span: map.span, ...(type !== undefined && { type }) };
};

/** The exception lists that a rule names. */
export function readListReferences(rule: Located, found: Diagnostic[]): readonly ListReference[] {
  return field(rule, 'exceptions_list', takeList(takeListReference), found, 'bad') ?? [];
}

/** Lists with one id may exist once in each namespace. */
export const listKey = (one: { readonly list: string; readonly namespace: Namespace }): string =>
  `${one.namespace}/${one.list}`;
