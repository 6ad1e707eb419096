import { isNumeric, sameFields, type Threshold, tuplesOf } from '../../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import type { Field } from '../../../../src/ir/value.ts';
import { type Doc, type Frag, q } from '../../../../src/target/frag.ts';
import { type Note, opaque } from '../../../../src/target/ledger.ts';
import { call } from '../../common.ts';
import { newScope, type Place, refused, take } from '../../scope.ts';
import { emitValue } from '../../value.ts';
import { type Cte, select } from '../cte.ts';
import { keyColumns } from '../keys.ts';
import type { Names } from '../names.ts';
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
  readonly carried: readonly Frag[];
  readonly counted: (hits: Frag) => readonly Counted[];
  readonly notes: readonly Note[];
}

function countedValues(place: Place, names: Names, query: CorrelationQuery): Values {
  const tuples = tuplesOf(query);
  const { hit, run } = hitColumns(names);
  const keys = tuples.map((fields, i) => keyColumns(place, names, [{ keys: fields }], `counted_${i + 1}_`));
  return {
    scanned: keys.flatMap(({ scanned }) => scanned),
    carried: keys.flatMap(({ carried }) => carried),
    notes: keys.flatMap(({ notes }) => notes),
    counted: (hits) =>
      keys.map((columns, i): Counted => {
        const fields = tuples[i] ?? [];
        const table = names.of(`counted_${i + 1}`);
        const own = columns.of({ keys: fields });
        const body = select({
          columns: [hit, run, ...own.values],
          from: [hits.doc, ...own.joins.map((join): Doc => [' ', join])],
          where: [...columns.required, ...own.where],
        });
        return {
          table,
          columns: fields.map((_, at) => names.of(`counted_${i + 1}_key_${at + 1}`)),
          ctes: [{ name: table, says: 'the values of each hit', body }],
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

function numericValues(place: Place, names: Names, query: CorrelationQuery): Values {
  const made = tuplesOf(query).map((fields, i) => {
    const [field, ...others] = fields;
    const { frag, notes } = field ? numberOf(place, field) : { frag: call('COALESCE'), notes: [] };
    const name = names.of(`number_${i + 1}`);
    const several: readonly Note[] =
      others.length > 0 ? [{ effect: 'unsupported', construct: query.type, why: 'the numbers of several fields' }] : [];
    return { name, scanned: q(0)`${frag} AS ${name}`, notes: [...notes, ...several] };
  });
  return {
    scanned: made.map(({ scanned }) => scanned),
    carried: made.map(({ name }) => name),
    counted: () => [],
    notes: opaque(made.flatMap(({ notes }) => notes)),
  };
}

/** The values that a correlation's thresholds need. */
export const valuesOf = (place: Place, names: Names, query: CorrelationQuery): Values =>
  isNumeric(query) ? numericValues(place, names, query) : countedValues(place, names, query);
