import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { get, kindOf, type Located, type LocatedMap } from '../../formats/located.ts';
import { field, type Take, takeBoolean, takeList, takeText } from '../../formats/take.ts';
import type { Constant, FieldType } from '../../ir/value.ts';
import type { Column, Definition, LookupPair, Respelling, Row } from '../definition.ts';
import { constantOf, type Plain } from '../rows.ts';
import { knownMap, takeOneOrMore, takeWord } from './keys.ts';

/** The types that a column can have. */
export const COLUMN_TYPES: readonly FieldType[] = [
  'text',
  'long',
  'double',
  'boolean',
  'date',
  'ip',
  'version',
  'unknown',
];
const CONFIDENCES: readonly Row['confidence'][] = ['sure', 'likely', 'guess'];

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const takePlain: Take<Plain> = (node, key, _, found) => {
  if (node.kind === 'scalar' && isPlain(node.value)) return node.value;
  const expected = 'text, a number or a boolean';
  found.push(diagnostic('container/bad-field', { field: key, expected, found: kindOf(node) }, node.span));
  return undefined;
};

/** A value as its column's type has it: the keys of a YAML map are texts. */
function constantAs(type: FieldType, text: string): Constant {
  const asNumber = Number(text);
  if ((type === 'long' || type === 'double') && text.trim() !== '' && Number.isFinite(asNumber))
    return constantOf(asNumber);
  return constantOf(type === 'boolean' && (text === 'true' || text === 'false') ? text === 'true' : text);
}

/** A row of a YAML map, with what is read from it. */
interface Source {
  readonly map: LocatedMap;
  readonly found: Diagnostic[];
}

function column({ map, found }: Source, name: string): Column {
  return {
    name,
    type: field(map, 'type', takeWord(COLUMN_TYPES), found, 'bad') ?? 'text',
    list: field(map, 'list', takeBoolean, found, 'bad') ?? false,
  };
}

const textColumn = (name: string): Column => ({ name, type: 'text', list: false });
const separatorOf = ({ map, found }: Source, otherwise: string): string =>
  field(map, 'separator', takeText, found, 'bad') ?? otherwise;
const pathSeparator = ({ map, found }: Source): '\\' | '/' =>
  field(map, 'separator', takeWord(['\\', '/'] as const), found, 'bad') ?? '\\';

const entriesOf = ({ map, found }: Source, key: string): LocatedMap['entries'] => {
  const node = get(map, key);
  if (!node || node.kind === 'map') return node?.entries ?? [];
  found.push(diagnostic('mapping/not-a-map', { what: `\`${key}\``, found: kindOf(node) }, node.span));
  return [];
};

const respellings = (source: Source): readonly Respelling[] =>
  entriesOf(source, 'spellings').flatMap(({ key, value }) => {
    const target = takeText(value, key, 'bad', source.found);
    return target === undefined ? [] : [{ source: key, target }];
  });

const pairs = (source: Source, type: FieldType): readonly LookupPair[] =>
  entriesOf(source, 'values').map(({ key, value }) => ({
    target: constantAs(type, key),
    sources: (takeOneOrMore(takePlain)(value, key, 'bad', source.found) ?? []).map(constantOf),
  }));

type Reader = (node: Located, source: Source) => Definition | undefined;

/** A definition of one column that is named by the key itself. */
const named =
  (make: (name: string, source: Source) => Definition): Reader =>
  (node, source) => {
    const name = takeText(node, 'column', 'bad', source.found);
    return name === undefined ? undefined : make(name, source);
  };

const joined: Reader = (node, source) => {
  const names = takeList(takeText)(node, 'joined', 'bad', source.found) ?? [];
  const [first, second, ...more] = names;
  if (first === undefined || second === undefined || more.length > 0) {
    const expected = 'a list of two columns';
    source.found.push(diagnostic('container/bad-field', { field: 'joined', expected, found: kindOf(node) }, node.span));
    return undefined;
  }
  return {
    kind: 'joined',
    columns: [textColumn(first), textColumn(second)],
    separator: separatorOf(source, '\\'),
    respellings: respellings(source),
  };
};

const tags: Reader = (_, source) => ({
  kind: 'tags',
  columns: entriesOf(source, 'tags').flatMap(({ key, value }) => {
    const name = takeText(value, key, 'bad', source.found);
    return name === undefined ? [] : [{ tag: key, column: textColumn(name) }];
  }),
  separator: separatorOf(source, ','),
});

const tagged: Reader = named((name, source) => ({
  kind: 'tagged',
  column: textColumn(name),
  tag: field(source.map, 'tag', takeText, source.found, 'bad') ?? name,
  separator: separatorOf(source, ','),
}));

const member: Reader = named((name, source) => ({
  kind: 'member',
  column: textColumn(name),
  key: field(source.map, 'key', takeText, source.found, 'bad') ?? name,
  respellings: respellings(source),
}));

const constants: Reader = (node, { found }) => ({
  kind: 'constant',
  values: (takeOneOrMore(takePlain)(node, 'constant', 'bad', found) ?? []).map(constantOf),
});

/** The kinds of definitions by the key that begins one. */
const READERS: Readonly<Record<string, Reader>> = {
  column: named((name, source) => ({ kind: 'column', column: column(source, name) })),
  constant: constants,
  file_name: named((name, source) => ({
    kind: 'file-name',
    column: textColumn(name),
    separator: pathSeparator(source),
  })),
  extension: named((name, source) => ({
    kind: 'extension',
    column: textColumn(name),
    separator: pathSeparator(source),
  })),
  arguments: named((name) => ({ kind: 'arguments', column: textColumn(name) })),
  argument_count: named((name) => ({ kind: 'argument-count', column: textColumn(name) })),
  before: named((name, source) => ({ kind: 'before', column: textColumn(name), separator: pathSeparator(source) })),
  lookup: named((name, source) => {
    const from = column(source, name);
    return { kind: 'lookup', column: from, pairs: pairs(source, from.type) };
  }),
  joined,
  member,
  respelled: named((name, source) => ({
    kind: 'respelled',
    column: textColumn(name),
    respellings: respellings(source),
  })),
  tagged,
  tags,
};
const KINDS = Object.keys(READERS);
const KEYS = [...KINDS, 'type', 'list', 'separator', 'spellings', 'values', 'tag', 'key', 'confidence', 'note'];

/** What a field is made of: the name of a column alone, or a map with one of the kinds of definitions. */
export function readRow(node: Located, found: Diagnostic[]): Row | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string')
    return { definition: { kind: 'column', column: textColumn(node.value) }, confidence: 'sure' };
  const map = knownMap(node, 'a field', KEYS, found);
  if (!map) return undefined;
  const given = map.entries.filter(({ key }) => KINDS.includes(key));
  const [only, ...more] = given;
  if (!only || more.length > 0) {
    const names = given.map(({ key }) => key);
    found.push(diagnostic('mapping/one-definition', { found: names, known: KINDS }, map.span));
    return undefined;
  }
  const definition = READERS[only.key]?.(only.value, { map, found });
  const note = field(map, 'note', takeText, found, 'bad');
  const confidence = field(map, 'confidence', takeWord(CONFIDENCES), found, 'bad') ?? 'sure';
  return definition && { definition, confidence, ...(note !== undefined && { note }) };
}
