/**
 * How tightly SQL's operators bind, 0 the tightest. `and` and `or` share a level, so that one inside the other is always
 * bracketed; so is anything inside arithmetic and `||`, whose order differs between engines.
 */
export const LEVEL = { atom: 0, operator: 1, test: 2, not: 3, junction: 4 } as const;
