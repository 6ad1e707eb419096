import type { Span } from '../text/source-text.ts';
import { type Code, catalog, type ParamsOf } from './catalog/index.ts';
import type { Entry, Severity } from './entry.ts';

/** A second place that belongs to the story, with a few words. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** What is wrong and where: data. The sentence is made by the catalogue when somebody wants to read it. */
export interface Diagnostic {
  readonly code: Code;
  readonly params: unknown;
  readonly span?: Span;
  readonly labels?: readonly Label[];
}

/** Makes a diagnostic; the parameters are checked against the catalogue by type. */
export function diagnostic<C extends Code>(
  code: C,
  params: ParamsOf<C>,
  span?: Span,
  labels?: readonly Label[],
): Diagnostic {
  return { code, params, ...(span && { span }), ...(labels && { labels }) };
}

// The parameters were checked when the diagnostic was made, so the row may take them back unseen.
const row = (code: Code): Entry<unknown> => catalog[code] as Entry<unknown>;

export const severityOf = (found: Diagnostic): Severity => row(found.code).severity;
export const messageOf = (found: Diagnostic): string => row(found.code).message(found.params);
export const helpOf = (found: Diagnostic): string | undefined => row(found.code).help?.(found.params);
export const isError = (found: Diagnostic): boolean => severityOf(found) === 'error';
