import { shown } from '../../diagnostics/entry.ts';
import { jsonTextOf } from '../../engines/json-text.ts';
import type { Status } from '../compare.ts';
import type { CellReport, DifferenceReport } from './model.ts';

/** What a cell of the matrix says. */
const WORDS: { readonly [S in Status]: string } = {
  exact: 'exact',
  conditional: 'conditional',
  wider: 'announced: wider',
  narrower: 'announced: narrower',
  differs: 'announced: differs',
  unannounced: 'UNANNOUNCED',
  failed: 'FAILED',
  unsupported: 'unsupported',
  'not run': 'not run',
};

const RUN: ReadonlySet<Status> = new Set<Status>(['exact', 'conditional', 'wider', 'narrower', 'differs']);

/** A cell in words: the claim of the ledger, and whether a run showed it. */
export const wordOf = ({ status, proved }: CellReport): string =>
  RUN.has(status) && !proved ? `${WORDS[status]}, not proved` : WORDS[status];

const LONGEST = 2000;
const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;

/** An event on one line, long ones cut. */
const eventText = (event: DifferenceReport['event']): string => cut(jsonTextOf(event) ?? '{…}');

const verb = (found: boolean): string => (found ? 'matches' : 'does not match');

const matchesText = (matches: readonly string[]): string =>
  matches.length === 0 ? 'no other' : matches.map((places) => `[${places}]`).join(' ');

/** Both verdicts: on the event, or the matches in a stream that only one side finds. */
export const verdictsText = ({ rule, output, stream }: DifferenceReport): string =>
  stream
    ? `the rule finds ${matchesText(stream.onlyRule)}, the output ${matchesText(stream.onlyOutput)}`
    : `the rule ${verb(rule)}, the output ${verb(output)}`;

/** The event, or each of a stream with its place. */
export const eventLines = ({ event, stream }: DifferenceReport): readonly string[] =>
  stream
    ? [
        ...stream.events.map((one, place) => `  [${place}]  ${eventText(one)}`),
        ...(stream.cutFrom === undefined
          ? []
          : [`  (of ${stream.cutFrom} events; without the others the difference stays)`]),
      ]
    : [`  event  ${eventText(event)}`];

/** Who announces a difference. */
export function announcedText({ announced }: DifferenceReport): string {
  if (!announced) return 'announced by nothing';
  const { effect, assumption, why } = announced;
  return `announced as ${assumption === undefined ? effect : `an event that breaks ${assumption}`}: ${why}`;
}

/** The part of the rule that differs, on one line. */
export function partText({ part }: DifferenceReport): string {
  if (!part) return 'no single test: the rule as a whole';
  const text = shown(part.text.replace(/\s+/g, ' '));
  return part.at ? `${text} (${part.at.file}:${part.at.line}:${part.at.column})` : text;
}
