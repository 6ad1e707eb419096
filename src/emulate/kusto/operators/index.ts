import type { Operator } from '../../../../grammars/kusto/ast.ts';
import { extend, project, projectRename, serialize } from './columns.ts';
import { mvApply, mvExpand } from './expand.ts';
import { join, lookup } from './join.ts';
import { parse, parseWhere } from './parse.ts';
import { partition } from './partition.ts';
import { count, distinct, getSchema } from './plain.ts';
import type { TabularRow } from './row.ts';
import { scan } from './scan.ts';
import { sort, take, top } from './sort.ts';
import { summarize } from './summarize.ts';
import { union } from './union.ts';
import { where } from './where.ts';
import { projectAway, projectKeep, projectReorder } from './wildcards.ts';

/** Every operator that may stand behind a bar. */
export const tabularRows: { readonly [K in Operator['kind']]: TabularRow<K> } = {
  where,
  extend,
  project,
  'project-rename': projectRename,
  'project-away': projectAway,
  'project-keep': projectKeep,
  'project-reorder': projectReorder,
  serialize,
  summarize,
  sort,
  top,
  take,
  distinct,
  join,
  lookup,
  union,
  'mv-expand': mvExpand,
  'mv-apply': mvApply,
  scan,
  partition,
  count,
  getschema: getSchema,
  parse,
  'parse-where': parseWhere,
};
