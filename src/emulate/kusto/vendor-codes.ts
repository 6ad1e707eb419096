import type { Code } from '../../diagnostics/catalog/index.ts';

/** Microsoft's codes for what this emulator finds as well (`Kusto.Language`, Diagnostic facts), where there is one. */
export const vendorCodes: Readonly<Partial<Record<Code, string>>> = {
  'kusto/bad-string': 'KS001',
  'kusto/unexpected': 'KS002',
  'kusto/missing-expression': 'KS006',
  'kusto/operator-expected': 'KS176',
  'kusto/too-deep': 'KS245',
  'kusto/unknown-name': 'KS142',
  'kusto/unknown-table': 'KS204',
  'kusto/unknown-function': 'KS211',
  'kusto/operand-types': 'KS106',
  'kusto/argument-type': 'KS107',
  'kusto/argument-count': 'KS119',
  'kusto/not-bool': 'KS141',
  'kusto/no-common-type': 'KS232',
  'kusto/aggregate-out-of-place': 'KS144',
  'kusto/not-aggregate': 'KS236',
  'kusto/unordered-type': 'KS206',
  'kusto/no-dynamic': 'KS116',
  'kusto/duplicate-column': 'KS171',
  'kusto/join-condition': 'KS182',
  'kusto/not-column': 'KS109',
  'kusto/row-count': 'KS134',
};
