import type { Call, Value } from '../../src/ir/value.ts';
import type { Expr, Scope } from './scope.ts';
import { NULL_EXPR, refused } from './scope.ts';

export function emitCall(scope: Scope, node: Call, _value: (scope: Scope, node: Value) => Expr): Expr {
  refused(scope, `function/${node.fn}`, 'not written yet');
  return NULL_EXPR;
}
