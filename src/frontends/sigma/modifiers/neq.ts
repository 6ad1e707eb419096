import type { Modifier } from './modifier.ts';

/** The item must not hold; true where the field is missing, as any complement. */
export const neq: Modifier = { name: 'neq', joins: 'negated' };
