import type { Scalar } from '../../functions/function.ts';
import type { Column, Definition } from '../definition.ts';
import type { FieldTest, Pushed } from '../field-test.ts';
import { argumentCount } from './argument-count.ts';
import { argumentsKind } from './arguments.ts';
import { before } from './before.ts';
import { column } from './column.ts';
import { constant } from './constant.ts';
import { extension } from './extension.ts';
import { fileName } from './file-name.ts';
import { joined } from './joined.ts';
import type { DefinitionKind } from './kind.ts';
import { lookup } from './lookup.ts';
import { member } from './member.ts';
import { respelled } from './respelled.ts';
import { tagged } from './tagged.ts';
import { tags } from './tags.ts';

/** Every kind of definition. A new one is one file and one line here. */
const kinds: { readonly [K in Definition['kind']]: DefinitionKind<K> } = {
  column,
  constant,
  'file-name': fileName,
  extension,
  arguments: argumentsKind,
  'argument-count': argumentCount,
  before,
  lookup,
  joined,
  respelled,
  tagged,
  tags,
  member,
};

// Each kind gets the definition of its own kind; the table is total by type.
const kindOf = (definition: Definition) => kinds[definition.kind] as DefinitionKind<Definition['kind']>;

export const columnsOf = (definition: Definition): readonly Column[] => kindOf(definition).columns(definition);

export const evaluate = (definition: Definition, read: (column: Column) => readonly Scalar[]): readonly Scalar[] =>
  kindOf(definition).evaluate(definition, read);

export const push = (definition: Definition, test: FieldTest): Pushed => kindOf(definition).push(definition, test);
