import type { CaseRule } from '../ir/value.ts';
import { type Argument, textOf, truthOf } from './argument.ts';
import type { FunctionSpec } from './function.ts';
import { fold } from './scalar.ts';

/** The text between the first `left` and the next (greedy: the last) `right` behind it; absent if either is not there. */
function between(source: Argument, left: Argument, right: Argument, greedy: Argument, rule: CaseRule): string | null {
  const [text, before, after, last] = [textOf(source), textOf(left), textOf(right), truthOf(greedy ?? null)];
  if (text === null || before === null || after === null || (last === null && greedy !== undefined)) return null;
  const folded = fold(text, rule);
  const found = folded.indexOf(fold(before, rule));
  const start = found + before.length;
  const end = last ? folded.lastIndexOf(fold(after, rule)) : folded.indexOf(fold(after, rule), start);
  return found === -1 || end < start ? null : text.slice(start, end);
}

export const spec: FunctionSpec = {
  id: 'between',
  eqlName: 'between',
  folds: true,
  doc: 'The text between the first `left` and the next `right`, or the last `right` if greedy. Absent if either is not found. An empty `left` is at the start; an empty `right` gives the empty text, or everything up to the end if greedy.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'left', type: 'text' },
    { name: 'right', type: 'text' },
    { name: 'greedy', type: 'boolean', optional: true },
  ],
  returns: 'text',
  source: 'Elastic EQL function reference, "between"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([source, left, right, greedy], rule) => between(source, left, right, greedy, rule),
  examples: [
    { args: ['C:\\Windows\\System32\\cmd.exe', 'System32\\', '.exe'], gives: 'cmd' },
    { args: ['C:\\Windows\\System32\\cmd.exe', 'system32\\', '.exe'], gives: null },
    { args: ['C:\\Windows\\System32\\cmd.exe', 'system32\\', '.EXE'], gives: 'cmd', caseRule: 'ascii' },
    { args: ['welcome to the planet', 'welcome', 'e', true], gives: ' to the plan' },
    { args: ['welcome to the planet', 'welcome', 'e', false], gives: ' to th' },
    { args: ['welcome to the planet', 'planet', 'welcome', true], gives: null, why: '`right` must come after `left`' },
    { args: ['aXa', 'X', 'X', true], gives: null, why: 'they may not overlap' },
    { args: ['planet', '', ''], gives: '' },
    { args: ['planet', '', '', true], gives: 'planet' },
    { args: ['planet', 'p', 'x'], gives: null },
    { args: ['planet', 'p', 't', null], gives: null },
    { args: ['planet', null, 't'], gives: null },
  ],
};
