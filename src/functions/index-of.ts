import type { CaseRule } from '../ir/value.ts';
import { type Argument, textOf, wholeOf } from './argument.ts';
import { countPoints, pointOffset } from './code-points.ts';
import type { FunctionSpec } from './function.ts';
import { fold } from './scalar.ts';

/** Where a part first stands in a text at or after `start`, in code points from zero. */
function indexOf(source: Argument, part: Argument, start: Argument, rule: CaseRule): bigint | null {
  const text = textOf(source);
  const wanted = textOf(part);
  const from = wholeOf(start ?? 0n);
  if (text === null || wanted === null || from === null) return null;
  const found = fold(text, rule).indexOf(fold(wanted, rule), pointOffset(text, Number(from)));
  return found === -1 ? null : BigInt(countPoints(text, found));
}

export const spec: FunctionSpec = {
  id: 'index-of',
  eqlName: 'indexOf',
  folds: true,
  doc: 'The place, in code points from zero, where a part first stands in a text. Absent if it is not found. The search begins at `start`; an absent or negative start is 0. An empty part is found at the start, at most at the end of the text.',
  params: [
    { name: 'source', type: 'text' },
    { name: 'part', type: 'text' },
    { name: 'start', type: 'integer', optional: true },
  ],
  returns: 'integer',
  source: 'Elastic EQL function reference, "indexOf"; Elasticsearch EQL suite, test_string_functions',
  evaluate: ([source, part, start], rule) => indexOf(source, part, start, rule),
  examples: [
    { args: ['subdomain.example.com', '.'], gives: 9n },
    { args: ['subdomain.example.com', '.', 9n], gives: 9n },
    { args: ['subdomain.example.com', '.', 10n], gives: 17n },
    { args: ['subdomain.example.com', 'D'], gives: 3n, caseRule: 'ascii', why: 'the reference page says 4, a slip' },
    { args: ['subdomain.example.com', ''], gives: 0n },
    { args: ['subdomain.example.com', '', 10n], gives: 10n },
    { args: ['subdomain.example.com', '', -6n], gives: 0n },
    { args: ['subdomain.example.com', '', 99n], gives: 21n, why: 'a start behind the text is its end' },
    { args: ['subdomain.example.com', 'z', 9n], gives: null },
    { args: ['foobarbaz', 'o', null], gives: 1n },
    { args: ['\u{1f600}\u{1f600}x', 'x'], gives: 2n, why: 'code points, not UTF-16 units' },
    { args: ['foobarbaz', null], gives: null },
  ],
};
