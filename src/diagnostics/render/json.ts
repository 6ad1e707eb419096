import { type Diagnostic, helpOf, messageOf, severityOf } from '../diagnostic.ts';

/** A diagnostic as machines read it. Lines and columns start at 1; offsets are UTF-16 units. */
export function renderJson(found: Diagnostic): Record<string, unknown> {
  const at = found.span?.source.position(found.span.start);
  return {
    code: found.code,
    severity: severityOf(found),
    message: messageOf(found),
    ...(helpOf(found) !== undefined && { help: helpOf(found) }),
    ...(found.span &&
      at && {
        file: found.span.source.path,
        line: at.line,
        column: at.column,
        start: found.span.start,
        end: found.span.end,
      }),
  };
}
