import { order } from './order.ts';

/** The number in the field is greater or equal. */
export const gte = order('gte', 'gte');
