import type { CaseRule, Constant } from '../ir/value.ts';
import type { Column } from './definition.ts';
import type { ColumnTest } from './pack.ts';

const texts = (values: readonly string[]): readonly Constant[] => values.map((value) => ({ type: 'text', value }));

/** A text column, or one of a list column's elements, equals one of the texts. */
export const textTest = (
  name: string,
  values: readonly string[],
  caseRule: CaseRule = 'exact',
  list = false,
): ColumnTest => test({ name, type: 'text', list }, texts(values), caseRule);

/** A field that Splunk has of every event, apart from what the event holds; `tag` has several values. Case does not count there. */
export const nativeTest = (name: 'source' | 'sourcetype' | 'tag', ...values: readonly string[]): ColumnTest =>
  test({ name, type: 'text', list: name === 'tag', native: true }, texts(values), 'simple');

export const numberTest = (name: string, values: readonly number[]): ColumnTest =>
  test(
    { name, type: 'long', list: false },
    values.map((value) => ({ type: 'integer', value: BigInt(value) })),
    'exact',
  );

const test = (column: Column, anyOf: readonly Constant[], caseRule: CaseRule): ColumnTest => ({
  column,
  anyOf,
  caseRule,
});
