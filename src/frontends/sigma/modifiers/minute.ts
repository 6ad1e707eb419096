import { timePart } from './time-part.ts';

/** The minute, 0 to 59. */
export const minute = timePart('minute');
