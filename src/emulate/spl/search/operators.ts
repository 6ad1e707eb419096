import type { SearchExpr, SearchOperator } from '../../../../grammars/spl/ast.ts';
import type { ReferenceFacts } from '../facts.ts';

const SEARCH = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Search';
const NOT_EXPRESSIONS = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/Search/NOTexpressions';
const CASE_TERM = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/Search/UseCASEandTERMtomatchphrases';

export type SearchWord =
  | SearchOperator
  | Exclude<SearchExpr['kind'], 'comparison' | 'term'>
  | 'term'
  | 'phrase'
  | 'case()'
  | 'term()'
  | '*'
  | 'cidr'
  | 'earliest='
  | 'latest=';

/** Everything that a condition of the `search` command is made of. */
export const searchWords: { readonly [W in SearchWord]: ReferenceFacts } = {
  '=': { case: 'S016', docs: SEARCH, open: 'a multi-value field matches if any value does: `searchMultivalue`' },
  '!=': {
    case: 'S001',
    docs: NOT_EXPRESSIONS,
    open: 'a multi-value field matches if some value differs: `searchMultivalue`',
  },
  '<': { case: 'O001', docs: SEARCH },
  '<=': { case: 'O002', docs: SEARCH },
  '>': { case: 'O003', docs: SEARCH },
  '>=': { case: 'S011', docs: SEARCH },
  in: { case: 'O004', docs: SEARCH },
  and: { case: 'S040', docs: SEARCH },
  or: { case: 'S037', docs: SEARCH },
  not: { case: 'S004', docs: NOT_EXPRESSIONS },
  term: { case: 'S018', docs: SEARCH },
  phrase: { case: 'O005', docs: SEARCH },
  'case()': { case: 'S020', docs: CASE_TERM, open: 'quotes inside the brackets: `quotedCase`' },
  'term()': { case: 'O006', docs: CASE_TERM },
  '*': { case: 'S005', docs: 'https://docs.splunk.com/Documentation/Splunk/9.3.0/Search/Wildcards' },
  cidr: { case: 'O007', docs: SEARCH },
  'earliest=': {
    case: 'O008',
    docs: 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/SearchTimeModifiers',
  },
  'latest=': {
    case: 'O009',
    docs: 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/SearchTimeModifiers',
  },
};
