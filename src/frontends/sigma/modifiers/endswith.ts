import { affix } from './affix.ts';

/** The field ends with the value. */
export const endswith = affix('endswith', { front: true, back: false });
