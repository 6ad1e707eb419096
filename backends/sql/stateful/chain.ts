import type { SequenceQuery } from '../../../src/ir/query.ts';
import type { Frag } from '../../../src/target/frag.ts';
import type { SqlDialect } from '../dialect.ts';
import type { KeyColumns } from './keys.ts';
import type { Names } from './names.ts';
import type { Columns } from './scan.ts';

/** What a sequence's statement is made of, besides the scan. */
export interface Chain {
  readonly dialect: SqlDialect;
  readonly names: Names;
  readonly columns: Columns;
  readonly keys: KeyColumns;
  readonly query: SequenceQuery;
  readonly maxspan: bigint | undefined;
  /** What the key columns of a step are called. */
  readonly keyNames: readonly Frag[];
}
