import { isFirst, type Modifier, wrongType } from './modifier.ts';

/** The event has the key, whatever its value, or lacks it. */
export const exists: Modifier = {
  name: 'exists',
  change: (value, use) => {
    if (!use.hasField) {
      use.scope.report('sigma/needs-field', { modifier: use.name }, use.span);
      return undefined;
    }
    if (!isFirst(use)) return undefined;
    if (value.kind !== 'boolean') return wrongType(value, use, '`true` or `false`');
    return { kind: 'presence', expected: value.value, span: value.span };
  },
};
