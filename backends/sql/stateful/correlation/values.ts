import { isNumeric, sameFields, type Threshold, tuplesOf } from '../../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import type { Field } from '../../../../src/ir/value.ts';
import { type Doc, type Frag, q, raw } from '../../../../src/target/frag.ts';
import { type Note, opaque } from '../../../../src/target/ledger.ts';
import { call } from '../../common.ts';
import { LEVEL } from '../../levels.ts';
import { newScope, type Place, refused, take } from '../../scope.ts';
import { emitValue } from '../../value.ts';
import { type Cte, select, unionAll } from '../cte.ts';
import { type Kind, keyColumns } from '../keys.ts';
import type { Names } from '../names.ts';
import { alertKey, alertValue, type Below, sourceColumns } from './below.ts';
import { hitColumns } from './hits.ts';

/** The values that a threshold counts: a step with one row a hit and value. */
export interface Counted {
  readonly table: Frag;
  readonly columns: readonly Frag[];
  readonly ctes: readonly Cte[];
  readonly of: (threshold: Threshold) => boolean;
}

/** What thresholds are computed on: columns for the scan, and how the steps behind it read them. */
export interface Values {
  readonly scanned: readonly Frag[];
  /** Their names in the scan. */
  readonly carried: readonly Frag[];
  /** Their names in hits. */
  readonly computed: readonly Frag[];
  /** The same for the alerts of a correlation below, where they are joined to their last events in `ordered`. */
  readonly of: (below: Below, ordered: Frag) => readonly Frag[];
  readonly counted: (hits: Frag) => readonly Counted[];
  /** Some are added while steps are made. */
  readonly notes: readonly Note[];
}

const hasEvents = ({ rules }: CorrelationQuery): boolean => rules.some(({ query }) => query.kind === 'event');

/** The kinds of a tuple in the alerts of a correlation; nothing where they lack one of its fields. */
function kindsOf(below: Below, fields: readonly Field[]): readonly Kind[] | undefined {
  const kinds = fields.map((field) => alertValue(below, field)?.kind);
  return kinds.every((kind) => kind !== undefined) ? kinds : undefined;
}

function countedValues(place: Place, names: Names, query: CorrelationQuery, belows: readonly Below[]): Values {
  const tuples = tuplesOf(query);
  const { hit, run } = hitColumns(names);
  const { ofRule, ofAlert } = sourceColumns(names);
  const inEvents = hasEvents(query);
  const keys = tuples.map((fields, i) => {
    const others = belows.flatMap((below) => {
      const kinds = kindsOf(below, fields);
      return kinds ? [kinds] : [];
    });
    return keyColumns(place, names, inEvents ? [{ keys: fields }] : [], `counted_${i + 1}_`, others);
  });
  const notes: Note[] = keys.flatMap((one) => one.notes);
  const named = (i: number, at: number): Frag => names.of(`counted_${i + 1}_key_${at + 1}`);
  const ofEvents = (hits: Frag, i: number): readonly Doc[] => {
    const [columns, fields] = [keys[i], tuples[i]];
    if (!inEvents || !columns || !fields) return [];
    const own = columns.of({ keys: fields });
    const event = belows.length > 0 ? [q(LEVEL.test)`${ofRule} = 0`] : [];
    return [
      select({
        columns: [hit, run, ...own.values],
        from: [hits.doc, ...own.joins.map((join): Doc => [' ', join])],
        where: [...event, ...columns.required, ...own.where],
      }),
    ];
  };
  const ofAlerts = (hits: Frag, i: number, below: Below): readonly Doc[] => {
    const fields = tuples[i] ?? [];
    const values = fields.flatMap((field, at) => {
      const scope = newScope(place, field.origin);
      const value = alertKey(scope, below, field, keys[i]?.kinds[at] ?? 'text');
      notes.push(...scope.notes);
      return value ? [q(0)`${value} AS ${named(i, at)}`] : [];
    });
    if (values.length < fields.length) return [];
    const on = q(0)`${below.alerts}.${below.alert} = ${hits}.${ofAlert}`;
    return [
      select({
        columns: [q(0)`${hits}.${hit} AS ${hit}`, q(0)`${hits}.${run} AS ${run}`, ...values],
        from: [hits.doc, ' JOIN ', below.alerts.doc, ' ON ', on.doc],
        where: [q(LEVEL.test)`${hits}.${ofRule} = ${raw(String(below.rule + 1))}`],
      }),
    ];
  };
  const none = (hits: Frag, i: number): Doc =>
    select({
      columns: [hit, run, ...(tuples[i] ?? []).map((_, at) => q(0)`NULL AS ${named(i, at)}`)],
      from: hits.doc,
      where: [raw('FALSE')],
    });
  const carried = keys.flatMap((one) => one.carried);
  return {
    scanned: keys.flatMap(({ scanned }) => scanned),
    carried,
    computed: carried,
    notes,
    // Of an alert they are read where they are counted.
    of: (_, ordered) => carried.map((column) => q(0)`${ordered}.${column}`),
    counted: (hits) =>
      tuples.map((fields, i): Counted => {
        const table = names.of(`counted_${i + 1}`);
        const rows = [...ofEvents(hits, i), ...belows.flatMap((below) => ofAlerts(hits, i, below))];
        return {
          table,
          columns: fields.map((_, at) => named(i, at)),
          ctes: [
            { name: table, says: 'the values of each hit', body: unionAll(rows.length > 0 ? rows : [none(hits, i)]) },
          ],
          of: (threshold) => sameFields(threshold.fields, fields),
        };
      }),
  };
}

/** The column of a number that a threshold is computed on. */
export const numberColumn = (names: Names, query: CorrelationQuery, { fields }: Threshold): Frag =>
  names.of(`number_${tuplesOf(query).findIndex((known) => sameFields(known, fields)) + 1}`);

/** A field's value as a number: numeric text counts. */
function numberOf(place: Place, field: Field): { frag: Frag; notes: readonly Note[] } {
  const scope = newScope(place, field.origin);
  const value = emitValue(scope, field);
  const read = (): Frag => {
    if (scope.bindings.length > 0) return refused(scope, 'field', 'numbers of a field that may have several values');
    switch (value.type) {
      case 'integer':
      case 'real':
        return place.dialect.stateful.real(value.frag);
      case 'text':
      case 'unknown':
        return place.dialect.stateful.real(take(scope, 'field', field, place.dialect.toNumber(value.frag)));
      case 'boolean':
      case 'date':
      case 'version':
      case 'null':
        return refused(scope, 'field', 'numbers of a field that holds none');
    }
  };
  const frag = read();
  return { frag, notes: scope.notes };
}

/** The number that a field has in the alerts of a correlation. */
function numberOfAlert(place: Place, below: Below, field: Field | undefined): { frag: Frag; notes: readonly Note[] } {
  const { stateful, toNumber } = place.dialect;
  const value = field && alertValue(below, field);
  const scope = newScope(place, field?.origin);
  const read = (): Frag => {
    if (!field || !value) return stateful.real(raw('NULL'));
    switch (value.kind) {
      case 'integer':
      case 'real':
        return stateful.real(value.frag);
      case 'text':
        return stateful.real(take(scope, 'field', field, toNumber(value.frag)));
      case 'boolean':
      case 'date':
        return stateful.real(raw('NULL'));
    }
  };
  const frag = read();
  return { frag, notes: scope.notes };
}

function numericValues(place: Place, names: Names, query: CorrelationQuery, belows: readonly Below[]): Values {
  const inEvents = hasEvents(query);
  const tuples = tuplesOf(query);
  const computed = tuples.map((_, i) => names.of(`number_${i + 1}`));
  const made = (inEvents ? tuples : []).map(([field], i) => {
    const { frag, notes } = field ? numberOf(place, field) : { frag: call('COALESCE'), notes: [] };
    return { scanned: q(0)`${frag} AS ${computed[i] ?? raw('')}`, notes };
  });
  const several = tuples
    .filter((fields) => fields.length > 1)
    .map((): Note => ({ effect: 'unsupported', construct: query.type, why: 'the numbers of several fields' }));
  const ofAlert = (below: Below) => tuples.map(([field]) => numberOfAlert(place, below, field));
  const notes = [
    ...made.flatMap((one) => one.notes),
    ...belows.flatMap(ofAlert).flatMap((one) => one.notes),
    ...several,
  ];
  return {
    scanned: made.map(({ scanned }) => scanned),
    carried: inEvents ? computed : [],
    computed,
    of: (below) => ofAlert(below).map(({ frag }) => frag),
    counted: () => [],
    notes: opaque(notes),
  };
}

/** The values that a correlation's thresholds need. */
export const valuesOf = (place: Place, names: Names, query: CorrelationQuery, below: readonly Below[]): Values =>
  (isNumeric(query) ? numericValues : countedValues)(place, names, query, below);
