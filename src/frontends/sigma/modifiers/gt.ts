import { order } from './order.ts';

/** The number in the field is greater. */
export const gt = order('gt', 'gt');
