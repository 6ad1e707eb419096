import { affix } from './affix.ts';

/** The field begins with the value. */
export const startswith = affix('startswith', { front: false, back: true });
