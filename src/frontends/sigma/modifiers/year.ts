import { timePart } from './time-part.ts';

/** The year, of four digits. */
export const year = timePart('year');
