/** One part of `npm run bench`: a file in this folder and a line in `sections.ts`. */
export interface Section {
  /** What the user names it by. */
  readonly id: string;
  /** What it measures, in a sentence. */
  readonly title: string;
  /** Prints its figures with `console.log`; says so when what it measures on is missing. */
  readonly run: () => void | Promise<void>;
}
