import type { CaseRule } from '../ir/value.ts';
import { type Argument, textOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';
import { fold } from './scalar.ts';

/** Whether a text starts with another; every text starts with the empty text. */
function startsWith(source: Argument, affix: Argument, rule: CaseRule): boolean | null {
  const text = textOf(source);
  const part = textOf(affix);
  return text === null || part === null ? null : fold(text, rule).startsWith(fold(part, rule));
}

export const spec: FunctionSpec = {
  id: 'starts-with',
  eqlName: 'startsWith',
  folds: true,
  doc: 'Whether a text starts with another; every text starts with the empty text.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'affix', type: 'text' },
  ],
  returns: 'boolean',
  source: 'Elastic EQL function reference, "startsWith"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([source, affix], rule) => startsWith(source, affix, rule),
  examples: [
    { args: ['regsvr32.exe', 'regsvr32'], gives: true },
    { args: ['regsvr32.exe', 'Regsvr32'], gives: false },
    { args: ['regsvr32.exe', 'Regsvr32'], gives: true, caseRule: 'ascii' },
    { args: ['regsvr32.exe', 'explorer'], gives: false },
    { args: ['', ''], gives: true },
    { args: [4625n, '46'], gives: true, why: 'a field of unknown type is read as text' },
    { args: ['regsvr32.exe', null], gives: null },
    { args: [null, 'regsvr32'], gives: null },
  ],
};
