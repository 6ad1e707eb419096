import { kindOf, type Located, type LocatedScalar } from '../../formats/located.ts';
import { Slice } from '../../text/slice.ts';
import type { Scope } from './scope.ts';
import { readParts } from './text-parts.ts';
import type { SigmaValue } from './value.ts';

/** The text of a scalar with its way back to the file; a plain scalar is its own source. */
const sliceOf = ({ slice, span }: LocatedScalar): Slice => slice ?? Slice.verbatim(span.source, span.start, span.end);

/** One value as YAML gives it; `expands`: percent signs are the borders of placeholders. */
export function readValue(node: Located, expands: boolean, scope: Scope): SigmaValue | undefined {
  if (node.kind !== 'scalar') {
    scope.report('sigma/value-type', { found: kindOf(node) }, node.span);
    return undefined;
  }
  const { value, raw, span } = node;
  const slice = sliceOf(node);
  if (value === null) return { kind: 'null', span };
  if (typeof value === 'boolean') return { kind: 'boolean', value, span };
  if (typeof value !== 'string') return { kind: 'number', value, raw, slice, span };
  return { kind: 'text', parts: readParts(slice, expands), caseRule: 'simple', bytes: false, slice, span };
}
