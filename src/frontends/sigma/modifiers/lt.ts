import { order } from './order.ts';

/** The number in the field is less. */
export const lt = order('lt', 'lt');
