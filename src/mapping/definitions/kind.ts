import type { Scalar } from '../../functions/function.ts';
import type { Column, Definition, DefinitionOf } from '../definition.ts';
import type { FieldTest, Pushed } from '../field-test.ts';

/** Everything that is known of one kind of definition. */
export interface DefinitionKind<K extends Definition['kind']> {
  readonly columns: (definition: DefinitionOf<K>) => readonly Column[];
  /** The elements of the source field for an event of the target; none where it has none. `read` gives a column's elements. */
  readonly evaluate: (definition: DefinitionOf<K>, read: (column: Column) => readonly Scalar[]) => readonly Scalar[];
  /** A test of the source field as a condition over the columns, with the same verdict for every event of the target. */
  readonly push: (definition: DefinitionOf<K>, test: FieldTest) => Pushed;
}
