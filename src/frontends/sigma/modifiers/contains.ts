import { affix } from './affix.ts';

/** The value stands somewhere in the field. */
export const contains = affix('contains', { front: true, back: true });
