/** A number that spreads rules over the minutes of an hour: the first digits of their id. */
export const seedOf = (uuid: string): number => Number.parseInt(uuid.slice(0, 8), 16);
