import type { Assumption } from '../../src/target/ledger.ts';

const rows = {
  'text/no-nul': [
    'no value of two fields that are compared with each other holds a NUL character',
    'https://www.elastic.co/docs/reference/query-languages/eql/eql-function-ref',
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type AssumptionId = keyof typeof rows;

/** The assumptions that EQL outputs make, by id. */
export const assumptions: { readonly [A in AssumptionId]: Assumption } = Object.fromEntries(
  Object.entries(rows).map(([id, [sentence, docs]]) => [id, { id, sentence, docs }]),
) as { readonly [A in AssumptionId]: Assumption };
