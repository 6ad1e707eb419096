import type { Matcher } from '../regex/compile.ts';
import { compileRegex } from '../regex/compile.ts';
import { remember } from '../remember.ts';
import { unescapeEval, unescapeQuotes } from '../text-escapes.ts';
import { isMulti, type Row, textOf } from '../value.ts';
import { argument, type Call, refuseMulti } from './function.ts';

/**
 * The regular expression that an argument is. Written as a text, it is compiled here and now, with the escapes of the
 * reading; computed, it is compiled when first met. Nothing: it is null, or no regular expression (which was told).
 */
export function patternOf(call: Call, index: number): (row: Row) => Matcher | undefined {
  const written = call.args[index]?.expr;
  if (written?.kind === 'string') {
    const read = call.context.readings.evalRegexEscapes === 'two' ? unescapeEval : unescapeQuotes;
    const matcher = compileRegex(read(written.value.text), call.context, written.span);
    return () => matcher;
  }
  const run = argument(call, index);
  const compile = remember((text: string) => compileRegex(text, call.context, call.span));
  return (row) => {
    const value = run(row);
    if (isMulti(value)) refuseMulti(call);
    return typeof value === 'string' || typeof value === 'number' ? compile(textOf(value)) : undefined;
  };
}
