import type { OrderOp, SigmaValue } from '../value.ts';
import { type Modifier, type Use, wrongType } from './modifier.ts';

/** A modifier that compares numbers, or a part of a time with a number. */
export const order = (name: string, op: OrderOp): Modifier => ({
  name,
  change: (value: SigmaValue, use: Use): SigmaValue | undefined => {
    if (!use.hasField) {
      use.scope.report('sigma/needs-field', { modifier: use.name }, use.span);
      return undefined;
    }
    if (value.kind === 'number') return { kind: 'order', op, value: value.value, span: value.span };
    if (value.kind === 'time-part' && value.op === 'eq') return { ...value, op };
    return wrongType(value, use, 'a number');
  },
});
