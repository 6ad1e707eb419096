import { raw } from '../../src/target/frag.ts';
import { call, type Expr, loud, refused, type Scope } from './scope.ts';

const UNKNOWN_SPELLING = "KQL's spelling of the value is not documented";

/** A value as text: numbers in plain decimal spelling, booleans as `true` and `false`. Null is no text: it must not be met. */
export function asText(scope: Scope, value: Expr): Expr {
  const expr = loud(value);
  const present = expr.nullable ? [...expr.present, { frag: call('isnotnull', expr.frag) }] : expr.present;
  const text = { type: 'string', nullable: false, present } as const;
  switch (expr.type) {
    case 'string':
      return expr;
    case 'long':
      return { ...text, frag: call('tostring', expr.frag) };
    case 'bool':
      return { ...text, frag: call('iff', expr.frag, raw('"true"'), raw('"false"')) };
    case 'real':
    case 'datetime':
    case 'dynamic':
      return { ...text, frag: refused(scope, 'string', UNKNOWN_SPELLING) };
  }
}
