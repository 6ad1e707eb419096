import { aggregateRows, chooserFacts } from './aggregates.ts';
import type { Facts } from './facts.ts';
import { functionRows } from './functions/index.ts';
import { listRows } from './list-operators.ts';
import { tabularRows } from './operators/index.ts';
import { operatorRows } from './scalar-operators.ts';
import { scopedFunctionFacts, shapeFacts, statementFacts } from './syntax-facts.ts';

export interface ReferenceRow {
  readonly id: string;
  readonly kind: 'operator' | 'function' | 'aggregate' | 'statement';
  readonly name: string;
  /** The conformance case that shows it. */
  readonly case: string;
  /** The vendor's page. */
  readonly docs: string;
  readonly open?: string;
}

const PAGES = 'https://learn.microsoft.com/en-us/kusto/query/';

type Named = Facts & { readonly name: string };
const rows = (kind: ReferenceRow['kind'], where: string, named: readonly Named[]): readonly ReferenceRow[] =>
  named
    .map(({ name, case: shown, docs, open }) => ({
      id: `${where}/${name}`,
      kind,
      name,
      case: shown,
      docs: `${PAGES}${docs}`,
      ...(open !== undefined && { open }),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** All that the KQL emulator knows: made from the tables that it runs by. What is not here is an error when met. */
export const reference: readonly ReferenceRow[] = [
  ...rows('statement', 'statement', statementFacts),
  ...rows('operator', 'tabular', Object.values(tabularRows)),
  ...rows('operator', 'scalar', [...operatorRows, ...listRows, ...shapeFacts]),
  ...rows('function', 'function', [...functionRows, ...scopedFunctionFacts]),
  ...rows('aggregate', 'aggregate', [...aggregateRows, ...chooserFacts]),
];
