import type { Modifier } from './modifier.ts';

/** All values must hold, not just one. */
export const all: Modifier = { name: 'all', joins: 'all' };
