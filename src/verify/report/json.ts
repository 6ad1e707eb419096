import { jsonTextOf } from '../../engines/json-text.ts';
import type { CompareReport } from './model.ts';

/** A comparison as JSON on one line; whole numbers of events keep all their digits. */
export function compareJson(report: CompareReport): string {
  const text = jsonTextOf(report);
  if (text === undefined) throw new Error('isorule bug: a report that is no JSON');
  return `${text}\n`;
}
