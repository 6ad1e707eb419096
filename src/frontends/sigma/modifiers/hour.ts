import { timePart } from './time-part.ts';

/** The hour, 0 to 23. */
export const hour = timePart('hour');
