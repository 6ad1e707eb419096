import { covers } from '../choose-table.ts';
import type { Column, Confidence, Definition, DefinitionOf, Row } from '../definition.ts';
import { columnsOf } from '../definitions/index.ts';
import { rowOf } from '../map-condition.ts';
import type { MappingPack, TargetTable } from '../pack.ts';

type Fields = Readonly<Record<string, Row>>;

const CONFIDENCES: readonly Confidence[] = ['sure', 'likely', 'guess'];
const weaker = (a: Confidence, b: Confidence): Confidence => (CONFIDENCES.indexOf(a) > CONFIDENCES.indexOf(b) ? a : b);

const equal = (a: unknown, b: unknown): boolean => String(a) === String(b);

/** A lookup in a lookup: what a value of the last column stands for, by way of the one between. */
function lookupThrough(first: DefinitionOf<'lookup'>, next: DefinitionOf<'lookup'>): Definition {
  const pairs = next.pairs.map(({ target, sources }) => ({
    target,
    sources: first.pairs
      .filter((pair) =>
        sources.some(
          (between) =>
            between.type !== 'null' && pair.target.type !== 'null' && equal(between.value, pair.target.value),
        ),
      )
      .flatMap((pair) => pair.sources),
  }));
  return { ...next, pairs: pairs.filter(({ sources }) => sources.length > 0) };
}

type Columns = (name: string) => Column | undefined;

/** A definition with other columns in place of its own; nothing where one of them is none. */
function withColumns(definition: Definition, columnFor: Columns): Definition | undefined {
  switch (definition.kind) {
    case 'constant':
      return definition;
    case 'joined': {
      const [first, second] = definition.columns.map(({ name }) => columnFor(name));
      return first && second && { ...definition, columns: [first, second] };
    }
    case 'tags': {
      const columns = definition.columns.flatMap(({ tag, column }) => {
        const found = columnFor(column.name);
        return found ? [{ tag, column: found }] : [];
      });
      return columns.length === definition.columns.length ? { ...definition, columns } : undefined;
    }
    case 'column':
    case 'file-name':
    case 'extension':
    case 'arguments':
    case 'argument-count':
    case 'before':
    case 'lookup':
    case 'respelled':
    case 'tagged':
    case 'member': {
      const column = columnFor(definition.column.name);
      return column && { ...definition, column };
    }
  }
}

function definitionThrough(first: Definition, rowFor: (name: string) => Row | undefined): Definition | undefined {
  if (first.kind === 'column') return rowFor(first.column.name)?.definition;
  const next = first.kind === 'lookup' ? rowFor(first.column.name)?.definition : undefined;
  if (first.kind === 'lookup' && next?.kind === 'lookup') return lookupThrough(first, next);
  return withColumns(first, (name) => {
    const definition = rowFor(name)?.definition;
    return definition?.kind === 'column' ? definition.column : undefined;
  });
}

/** A row over the columns of the taxonomy between, said over the columns behind it: as sure as the weaker of both. */
function rowThrough(first: Row, next: TargetTable): Row | undefined {
  const rowFor = (name: string): Row | undefined => rowOf(name, next);
  const definition = definitionThrough(first.definition, rowFor);
  if (!definition) return undefined;
  const rows = columnsOf(first.definition).flatMap(({ name }) => rowFor(name) ?? []);
  const notes = [...new Set([first, ...rows].flatMap(({ note }) => note ?? []))];
  return {
    definition,
    confidence: rows.reduce((worst, { confidence }) => weaker(worst, confidence), first.confidence),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
}

const fieldsThrough = (fields: Fields, next: TargetTable): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, row]) => {
      const found = rowThrough(row, next);
      return found ? [[name, found] as const] : [];
    }),
  );

/** What a platform says of a kind of events itself, without the taxonomy between. */
export type Direct = (first: TargetTable, next: TargetTable) => Pick<TargetTable, 'fields' | 'renamed'>;

/**
 * The tables of a platform for the rules of a taxonomy, by way of another one: a table of the first pack and one of the next that serves
 * its log source are one. What the platform says of its events directly stands before what is said by way of the names between.
 */
export function tablesThrough(first: MappingPack, next: MappingPack, direct: Direct): readonly TargetTable[] {
  return first.tables.flatMap((one) =>
    next.tables
      .filter(({ serves }) => (serves.logSources ?? []).some((wide) => one.logSource && covers(wide, one.logSource)))
      .map((other): TargetTable => {
        const { fields, renamed } = direct(one, other);
        return {
          id: other.id,
          serves: one.serves,
          ...(other.table !== undefined && { table: other.table }),
          where: other.where,
          fields: { ...fieldsThrough(one.fields, other), ...fields },
          ...(renamed && { renamed }),
        };
      }),
  );
}

/** Rows by the category of Sigma's log sources. */
export const rowsFor = (rows: Readonly<Record<string, Fields>>, { logSource }: TargetTable): Fields =>
  (logSource?.category !== undefined && Object.hasOwn(rows, logSource.category)
    ? rows[logSource.category]
    : undefined) ?? {};
