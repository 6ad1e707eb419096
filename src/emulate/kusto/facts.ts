/** What the reference says of a thing besides its name. */
export interface Facts {
  /** The conformance case that shows it, in `test/conformance/targets/kusto_cases.json` or `kusto_own_cases.json`. */
  readonly case: string;
  /** The vendor's page: its path in MicrosoftDocs/dataexplorer-docs below `data-explorer/kusto/query/`, without `.md`. */
  readonly docs: string;
  /** What the documents leave open. */
  readonly open?: string;
}
