/** What the reference says of an operator, a command or a function besides its name. */
export interface ReferenceFacts {
  /** The conformance case that shows it, in `test/conformance/targets/`. */
  readonly case: string;
  /** The vendor's page. */
  readonly docs: string;
  /** What the documents leave open, or what is field practice. */
  readonly open?: string;
}
