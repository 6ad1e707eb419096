import { findMacros } from '../../../grammars/spl/parse.ts';
import { SourceText } from '../../text/source-text.ts';

/** Macros may call macros; a definition that calls itself would never end. */
const ROUNDS = 10;

function replaceOnce(source: SourceText, macros: Readonly<Record<string, string>>): SourceText {
  let text = '';
  let at = 0;
  for (const { name, start, end } of findMacros(source)) {
    if (!Object.hasOwn(macros, name)) continue;
    text += source.text.slice(at, start) + (macros[name] ?? '');
    at = end;
  }
  return at === 0 ? source : new SourceText(source.path, text + source.text.slice(at));
}

/** Puts the definitions of macros in the place of their calls. Calls that have no definition stay, and the parser tells. */
export function expandMacros(source: SourceText, macros: Readonly<Record<string, string>>): SourceText {
  let current = source;
  for (let round = 0; round < ROUNDS; round++) {
    const next = replaceOnce(current, macros);
    if (next === current) break;
    current = next;
  }
  return current;
}
