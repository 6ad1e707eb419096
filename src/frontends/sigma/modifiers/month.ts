import { timePart } from './time-part.ts';

/** The month, 1 to 12. */
export const month = timePart('month');
