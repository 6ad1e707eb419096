/** Why cases are left out, in one place. A case that is left out for no reason here is a failure. */
export const SKIPS = {
  unsupported:
    'upstream marks the case `supported: false`: it needs the case-insensitive mode or the syntax of another dialect',
  samplesPerKey:
    'how many samples a key gives is an option of the search and no part of the query: outputs give one, and the oracle is asked for more',
  geneve: "the query is not EQL: Kibana's query language, or a function that only geneve knows",
  endpoint: "the query is of Elastic Endpoint's dialect, which has functions and events that Elasticsearch's has not",
  noOutcome: 'upstream has the case commented out and names no outcome',
} as const;

/** Cases that disagree with a decision of docs/semantics.md, by suite and name. */
export const DECIDED: Readonly<Record<string, string>> = {};
