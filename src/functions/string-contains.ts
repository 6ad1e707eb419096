import type { CaseRule } from '../ir/value.ts';
import { type Argument, textOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';
import { fold } from './scalar.ts';

/** Whether a text contains another; the empty text is contained in none. */
function stringContains(source: Argument, part: Argument, rule: CaseRule): boolean | null {
  const text = textOf(source);
  const wanted = textOf(part);
  if (text === null || wanted === null) return null;
  return wanted !== '' && fold(text, rule).includes(fold(wanted, rule));
}

export const spec: FunctionSpec = {
  id: 'string-contains',
  eqlName: 'stringContains',
  folds: true,
  doc: 'Whether a text contains another. An empty part, or an empty text, gives false.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'part', type: 'text' },
  ],
  returns: 'boolean',
  source: 'Elastic EQL function reference, "stringContains"',
  evaluate: ([source, part], rule) => stringContains(source, part, rule),
  examples: [
    { args: ['start regsvr32.exe', 'regsvr32'], gives: true },
    { args: ['start regsvr32.exe', 'Regsvr32'], gives: false },
    {
      args: ['start regsvr32.exe', 'Regsvr32'],
      gives: true,
      caseRule: 'ascii',
      why: 'the reference page says false, against its own prose',
    },
    { args: ['start regsvr32.exe', ''], gives: false },
    { args: ['', ''], gives: false },
    { args: ['start', null], gives: null },
  ],
};
