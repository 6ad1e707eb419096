import { timePart } from './time-part.ts';

/** The day, of the month, 1 to 31. */
export const day = timePart('day');
