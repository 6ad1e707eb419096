import { raw } from '../../src/target/frag.ts';
import type { FunctionRow, Json } from './dialect.ts';
import { refuse } from './dialect.ts';

const row: FunctionRow = () => refuse('not written yet');
export const pendingFunctions = {
  add: row,
  subtract: row,
  multiply: row,
  divide: row,
  modulo: row,
  between: row,
  concat: row,
  'ends-with': row,
  'index-of': row,
  length: row,
  number: row,
  'starts-with': row,
  string: row,
  'string-contains': row,
  substring: row,
} as const;
const no = () => refuse('not written yet');
export const pendingJson: Json = {
  values: () => raw('NULL'),
  read: { text: no, long: no, double: no, boolean: no, ip: no, date: no, version: no, unknown: no },
  hasKey: () => raw('NULL'),
  everything: no,
  notCovered: [],
};
