import type { Field, Value } from '../../src/ir/value.ts';

/** What a test looks at: the left side of a comparison, the subject of a list, a pattern, a network. */
const subjectOf = (value: Value): Value | undefined =>
  value.kind === 'compare' ? value.left : 'subject' in value ? value.subject : undefined;

/** The field that a test looks at, where it is a field and nothing computed. */
export function subjectField(value: Value): Field | undefined {
  const subject = subjectOf(value);
  return subject?.kind === 'field' ? subject : undefined;
}
