import { order } from './order.ts';

/** The number in the field is less or equal. */
export const lte = order('lte', 'lte');
