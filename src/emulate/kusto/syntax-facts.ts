import type { Facts } from './facts.ts';

interface NamedFacts extends Facts {
  readonly name: string;
}

/** Statements and the heads of pipes: what the grammar reads and `bind-table.ts` and `run.ts` give a meaning. */
export const statementFacts: readonly NamedFacts[] = [
  { name: 'let', case: 'K226', docs: 'let-statement' },
  { name: 'let (function)', case: 'KE-let-function', docs: 'let-statement' },
  { name: 'print', case: 'KE-print', docs: 'print-operator' },
  {
    name: 'datatable',
    case: 'K239',
    docs: 'datatable-operator',
    open: 'the order of the rows (reading rowOrder)',
  },
  { name: 'range', case: 'K218', docs: 'range-operator' },
  { name: 'union (head of a pipe)', case: 'KE-union-source', docs: 'union-operator' },
  { name: 'toscalar', case: 'KE-toscalar', docs: 'toscalar-function' },
  { name: 'materialize', case: 'KE-materialize', docs: 'materialize-function' },
];

/** Operators that are no row of a table because they have no two sides. */
export const shapeFacts: readonly NamedFacts[] = [
  { name: 'between', case: 'KE-between', docs: 'between-operator' },
  { name: '!between', case: 'KE-not-between', docs: 'not-between-operator' },
  { name: '- (sign)', case: 'KE-sign', docs: 'numerical-operators' },
  { name: '. (property)', case: 'K097', docs: 'scalar-data-types/dynamic' },
  {
    name: '* (any column)',
    case: 'KE-star-contains',
    docs: 'where-operator',
    open: 'columns of other types than string and dynamic (reading starOnOtherTypes)',
  },
  { name: '[] (element)', case: 'KE-element', docs: 'scalar-data-types/dynamic' },
];

/** Functions that need more than values: `bind-call.ts` knows them by name. */
export const scopedFunctionFacts: readonly NamedFacts[] = [
  { name: 'column_ifexists', case: 'KE-column_ifexists', docs: 'column-ifexists-function' },
];
