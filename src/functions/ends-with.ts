import type { CaseRule } from '../ir/value.ts';
import { type Argument, textOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';
import { fold } from './scalar.ts';

/** Whether a text ends with another; every text ends with the empty text. */
function endsWith(source: Argument, affix: Argument, rule: CaseRule): boolean | null {
  const text = textOf(source);
  const part = textOf(affix);
  return text === null || part === null ? null : fold(text, rule).endsWith(fold(part, rule));
}

export const spec: FunctionSpec = {
  id: 'ends-with',
  eqlName: 'endsWith',
  folds: true,
  doc: 'Whether a text ends with another; every text ends with the empty text.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'affix', type: 'text' },
  ],
  returns: 'boolean',
  source: 'Elastic EQL function reference, "endsWith"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([source, affix], rule) => endsWith(source, affix, rule),
  examples: [
    { args: ['regsvr32.exe', '.exe'], gives: true },
    { args: ['regsvr32.exe', '.EXE'], gives: false },
    { args: ['regsvr32.exe', '.EXE'], gives: true, caseRule: 'ascii' },
    { args: ['STRASSE.ÄÖ', '.äö'], gives: false, caseRule: 'ascii' },
    { args: ['STRASSE.ÄÖ', '.äö'], gives: true, caseRule: 'simple' },
    { args: ['', ''], gives: true },
    { args: ['', null], gives: null },
  ],
};
