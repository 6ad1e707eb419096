import { defaultReadings, type ReadingName, readingNames, type SplReadings } from '../emulate/spl/readings.ts';

/** The assumptions that say how an open question is answered. */
const ASSUMED: { readonly [K in ReadingName]?: string } = {
  searchMultivalue: 'splunk/search-any-value',
  quotedCase: 'splunk/quoted-case',
};

/** The assumption that an open question is answered as by default, where outputs make one. */
export const assumedOf = (name: ReadingName): string | undefined => ASSUMED[name];

/** The assumptions that some answers grant. */
export const grantsOf = (readings: SplReadings): readonly string[] =>
  readingNames.flatMap((name) => {
    const assumption = assumedOf(name);
    return assumption !== undefined && readings[name] === defaultReadings[name] ? [assumption] : [];
  });
