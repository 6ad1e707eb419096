/** Sigma's log source; for EQL rules a backend derives one from indices and category. */
export interface LogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly definition?: string;
  /** Any other key, kept as written and never matched. */
  readonly custom?: Readonly<Record<string, unknown>>;
}
