import { parseEqlExpression, parseEqlStatement } from '../../../grammars/eql/parse.ts';
import { type Diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import type { Scalar } from '../../functions/function.ts';
import type { Query } from '../../ir/query.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Slice } from '../../text/slice.ts';
import { foldConstant } from './fold.ts';
import { lowerStatement } from './lower-query.ts';
import { lowerValue } from './lower-value.ts';
import { Scope } from './scope.ts';

export interface EqlOptions {
  readonly schema: Schema;
  /** The field that holds an event's category: `event.category`, or the rule's event_category_override. */
  readonly categoryField: string;
}

export interface EqlReading {
  /** Missing where an error was found. */
  readonly query?: Query;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads an EQL query: parses it, looks its names up, checks its types, and gives its meaning as IR. Never throws. */
export function readEql(slice: Slice, options: EqlOptions): EqlReading {
  const parsed = parseEqlStatement(slice);
  if (!parsed.ast || parsed.diagnostics.some(isError)) return { diagnostics: parsed.diagnostics };
  const scope = new Scope(options.schema);
  const query = lowerStatement(scope, parsed.ast, options);
  const diagnostics = [...parsed.diagnostics, ...scope.diagnostics];
  return query && !diagnostics.some(isError) ? { query, diagnostics } : { diagnostics };
}

/** The value of a constant EQL expression by three-valued folding; undefined where it reads a field. */
export function evaluateEqlConstant(
  slice: Slice,
  schema: Schema,
): { readonly value?: Scalar | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseEqlExpression(slice);
  if (!parsed.ast || parsed.diagnostics.some(isError)) return { diagnostics: parsed.diagnostics };
  const scope = new Scope(schema);
  const value = foldConstant(parsed.ast, (node) => lowerValue(scope, node));
  return { value, diagnostics: [...parsed.diagnostics, ...scope.diagnostics] };
}
