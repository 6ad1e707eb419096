import type { RegexMatch } from '../../src/ir/value.ts';
import type { Frag } from '../../src/target/frag.ts';
import { refused, type Scope } from './scope.ts';

/** The subject, which is text, fits one of the regular expressions. */
export function emitRegex(scope: Scope, _node: RegexMatch, _text: Frag): Frag {
  return refused(scope, 'regex', 'regular expressions are not written yet');
}
