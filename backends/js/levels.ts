/** How tightly JavaScript's operators bind here: 0 is an operand. `&&` and `||` get brackets inside each other. */
export const UNARY = 1;
export const COMPARISON = 2;
export const LOGICAL = 4;
