import type { LogSource } from '../ir/rule.ts';
import type { CaseRule, Constant, FieldType } from '../ir/value.ts';
import type { Column, Row } from './definition.ts';

/** A column of the target equals one of the values. */
export interface ColumnTest {
  readonly column: Column;
  readonly anyOf: readonly Constant[];
  /** Default `exact`; a target that never tells case apart asks more plainly with `simple`. */
  readonly caseRule?: CaseRule;
}

/** Which rules a table may serve: of ECS's categories, or of Sigma's log sources (a key that is left out serves all). */
export interface Serves {
  readonly categories?: readonly string[];
  readonly logSources?: readonly LogSource[];
}

/** One kind of events on the target: where it lies, and how the source's fields are made of its columns. */
export interface TargetTable {
  readonly id: string;
  readonly serves: Serves;
  /** The table, view or parser function to read (KQL, SQL). */
  readonly table?: string;
  /** Where Sigma looks. */
  readonly logSource?: LogSource;
  /** The category of the events where the target is Elasticsearch. */
  readonly category?: string;
  /** The indices to read where the target is Elasticsearch. */
  readonly indices?: readonly string[];
  /** What all events of this kind have in the target, beyond the table's name. */
  readonly where: readonly ColumnTest[];
  readonly fields: Readonly<Record<string, Row>>;
  /** Fields that need no row of their own: what stands behind the prefix is the column's name. */
  readonly renamed?: readonly Renaming[];
}

export interface Renaming {
  readonly prefix: string;
  readonly to: string;
  readonly type: FieldType;
}

/** A mapping from one taxonomy to the columns of a platform: data only. */
export interface MappingPack {
  /** What the user writes after `--mapping`. Unique for a `from`. */
  readonly id: string;
  /** The taxonomy that its rules are written in: `ecs`, `sigma`, or the `to` of another pack. */
  readonly from: string;
  readonly title: string;
  /** The name that the target's fields go by in the output: Sigma's `taxonomy`, and the `from` of a pack that leads on. */
  readonly to: string;
  readonly docs: string;
  /** The column that says when an event happened. */
  readonly time: string;
  /**
   * What becomes of a test of a field without a row. `leave-out`: the target has no other columns, so the output finds more, which is
   * said. `keep`: the source's name is kept, which is said.
   */
  readonly unmapped: 'leave-out' | 'keep';
  /** Beginnings of fields that say what kind of event it is: a test of one is never left out. */
  readonly decisive: readonly string[];
  readonly tables: readonly TargetTable[];
}
