import type { Row } from './types.ts';

/** Worked out once, however often the table is named. */
export function memoized(make: () => readonly Row[]): () => readonly Row[] {
  let made: readonly Row[] | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
