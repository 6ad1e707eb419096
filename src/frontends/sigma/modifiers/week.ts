import { timePart } from './time-part.ts';

/** The week, of ISO 8601, 1 to 53. */
export const week = timePart('week');
