import { fitsStars, starPattern } from '../wildcard.ts';

/** Tells which names a list of names with stars means. */
export function namesMatcher(patterns: readonly string[]): (name: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const stars = patterns.filter((pattern) => pattern.includes('*')).map(starPattern);
  return (name) => exact.has(name) || stars.some((pattern) => fitsStars(pattern, name));
}
