import type { TimePart } from '../value.ts';
import { isFirst, type Modifier, wrongType } from './modifier.ts';

/** A modifier that compares one part of a date-time, as it is written in the event, with a number. */
export const timePart = (part: TimePart): Modifier => ({
  name: part,
  change: (value, use) => {
    if (!use.hasField) {
      use.scope.report('sigma/needs-field', { modifier: use.name }, use.span);
      return undefined;
    }
    if (!isFirst(use)) return undefined;
    if (value.kind !== 'number') return wrongType(value, use, 'a number');
    return { kind: 'time-part', part, op: 'eq', value: value.value, span: value.span };
  },
});
