import type { Conversion, LoadOptions } from '../compile.ts';
import { convertRule } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import { field, filterCondition } from '../ir/build.ts';
import type { Field } from '../ir/value.ts';
import { fieldsOfQuery } from '../ir/walk.ts';
import type { Backend } from '../target/backend.ts';
import type { EventJson, Fidelity, LedgerEntry, Note } from '../target/ledger.ts';
import { decidingNote } from './announced.ts';
import { breaks } from './assumptions.ts';
import { verdictsOf } from './oracle.ts';
import {
  type Fault,
  type Found,
  isFault,
  isGranted,
  isUnavailable,
  type Runner,
  type Trial,
  type Unavailable,
  type Usable,
  type Way,
} from './runner.ts';
import { hasPipes, placesOf } from './tables.ts';

/** Events that rule and output don't agree on. */
export interface Difference {
  readonly event: Event;
  /** The place of the event, or of the stream, among those compared. */
  readonly place: number;
  readonly way: string;
  /** What the rule says, by docs/semantics.md; the target says the opposite. */
  readonly wanted: boolean;
  /** Of a stateful rule the whole stream, and the matches, by the places of their events, that only the rule or only the output finds. */
  readonly stream?: {
    readonly events: readonly Event[];
    readonly missed: readonly string[];
    readonly extra: readonly string[];
    /** How many events it had before those were left out without which the difference stays. */
    readonly cutFrom?: number;
  };
  /** The entry of the ledger that announces it; nothing: it is unannounced. */
  readonly announced?: LedgerEntry;
}

/**
 * How an output fares: `unsupported`: there is none; `not run`: nothing here can run it; `failed`: its target does not take it; `unannounced`: it says
 * something else than the rule, and nobody said so; else the fidelity that its ledger claims.
 */
export type Status = 'unsupported' | 'not run' | 'failed' | 'unannounced' | Exclude<Fidelity, 'unsupported'>;

/** One output, held against the rule over the same events. */
export interface Comparison {
  readonly target: string;
  readonly conversion: Conversion;
  readonly status: Status;
  readonly runner?: Pick<Runner, 'name' | 'version'>;
  /** Why nothing was run. */
  readonly reason?: string;
  readonly fault?: Fault;
  /** The ways in which it was run, by name. */
  readonly ways: readonly string[];
  /** Events for which it had a verdict in every way, and in some. */
  readonly held: number;
  readonly differences: readonly Difference[];
}

const isNote = (entry: LedgerEntry): entry is Note => entry.effect !== 'exact';

/** A keyword may be found anywhere in the event at hand, but where the note's own event must have nothing. */
function keywordPlaces(witness: EventJson, event: Event): readonly Field[] {
  const isOut = (name: string): boolean => Object.hasOwn(witness, name) && witness[name] === undefined;
  return placesOf(event).flatMap((name) => (isOut(name) ? [] : [field(name, { type: 'unknown', list: false })]));
}

/** The fields that a note speaks of: those of its event, else all; a keyword's are those of the event at hand. */
function fieldsOf({ construct, witness }: Note, event: Event, fields: readonly Field[]): readonly Field[] {
  if (construct === 'keyword') return keywordPlaces(witness ?? {}, event);
  if (!witness) return fields;
  const own = fields.filter(({ name }) => Object.hasOwn(witness, name));
  return own.length > 0 ? own : fields;
}

type Announces = (note: Note, event: Event, found: boolean, fields: readonly Field[]) => boolean;

/** Whether a note of each effect announces that an event is found, or is not, where the rule says the opposite. */
const ANNOUNCES: { readonly [E in Note['effect']]: Announces } = {
  conditional: (note, event, _, fields) => breaks(note.assumption ?? '', event, fieldsOf(note, event, fields)),
  wider: (_note, _event, found) => found,
  narrower: (_note, _event, found) => !found,
  differs: () => true,
  unsupported: () => true,
};

/** The notes of a run output's ledger that may announce its verdict on an event: what they speak of is so there. */
function notesOn(way: Way, event: Event, found: boolean, fields: readonly Field[]): readonly Note[] {
  const seen = way.laid ? way.laid(event, fields) : event;
  return way.conversion.ledger
    .filter(isNote)
    .filter((note) => !isGranted(way, note))
    .filter((note) => ANNOUNCES[note.effect](note, seen, found, fields));
}

/** The entry of a run output's ledger that announces its verdict on one of several events, where the rule says the opposite. */
export const announcement = (way: Way, event: Event, found: boolean, fields: readonly Field[]): Note | undefined =>
  notesOn(way, event, found, fields)[0];

/** The same where the verdict is that on a single event: only a note of a test that decides there announces it. */
export function announcedBy({ rule }: Usable, way: Way, event: Event, found: boolean): Note | undefined {
  const notes = notesOn(way, event, found, fieldsOfQuery(rule.query));
  if (rule.query.kind !== 'event' || hasPipes(rule)) return notes[0];
  return decidingNote(filterCondition(rule.query.filter), notes, event, found);
}

type Wanted = (way: Way) => readonly boolean[];

/** What the rule says of the events that a way has a place for: asked once, where the verdict on one does not hang on the others. */
function wantedOf({ rule }: Usable, events: readonly Event[]): Wanted {
  if (hasPipes(rule)) return (way) => verdictsOf(rule, events, (place) => way.verdicts[place] !== undefined);
  const all = verdictsOf(rule, events);
  return () => all;
}

function differencesIn(loaded: Usable, way: Way, events: readonly Event[], wantedIn: Wanted): readonly Difference[] {
  const wanted = wantedIn(way);
  return events.flatMap((event, place) => {
    const found = way.verdicts[place];
    const right = wanted[place] ?? false;
    if (found === undefined || found === right) return [];
    const announced = announcedBy(loaded, way, event, found);
    return [{ event, place, way: way.name, wanted: right, ...(announced && { announced }) }];
  });
}

export function statusOf(conversion: Conversion, differences: readonly Difference[]): Status {
  if (differences.some(({ announced }) => announced === undefined)) return 'unannounced';
  return conversion.fidelity;
}

/** What an output says of the events of a trial, held against the rule. */
export function comparisonOf(
  trial: Trial,
  { name, version }: Pick<Runner, 'name' | 'version'>,
  found: Found,
): Comparison {
  const { loaded, backend, events } = trial;
  const conversion = convertRule(loaded, backend);
  const base = { target: backend.id, conversion, ways: [], held: 0, differences: [], runner: { name, version } };
  if (isFault(found)) return { ...base, status: 'failed', fault: found.fault };
  const wanted = wantedOf(loaded, events);
  const differences = found.ways.flatMap((way) => differencesIn(loaded, way, events, wanted));
  const held = events.filter((_, place) => found.ways.some((way) => way.verdicts[place] !== undefined)).length;
  return {
    ...base,
    status: statusOf(conversion, differences),
    ways: found.ways.map((way) => way.name),
    held,
    differences,
  };
}

/** The output of an event rule for one target, held against the rule over events. Without a runner the output is only written. */
export async function compareTarget(
  loaded: Usable,
  backend: Backend,
  runner: Runner | Unavailable,
  events: readonly Event[],
  load?: LoadOptions,
): Promise<Comparison> {
  const conversion = convertRule(loaded, backend);
  const base = { target: backend.id, conversion, ways: [], held: 0, differences: [] };
  if (conversion.text === undefined) return { ...base, status: 'unsupported' };
  if (isUnavailable(runner)) return { ...base, status: 'not run', reason: runner.missing };
  const trial = { loaded, backend, events, ...(load && { load }) };
  return comparisonOf(trial, runner, await runner.run(trial));
}
