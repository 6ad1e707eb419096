import type { Conversion } from '../compile.ts';
import type { Event } from '../eval/read-field.ts';
import { filterCondition, not } from '../ir/build.ts';
import type { Cond } from '../ir/cond.ts';
import { printCond } from '../ir/print.ts';
import { fieldsOfCond, fieldsOfQuery, leavesOf } from '../ir/walk.ts';
import type { EventJson, LedgerEntry, Note } from '../target/ledger.ts';
import { breaks } from './assumptions.ts';
import { decidedEvents } from './generate/generate-events.ts';
import type { GeneratedEvent } from './generate/generated.ts';
import { ruleOfTest } from './minimise.ts';
import { isGranted, type Usable, type Way } from './runner.ts';

/** What a ledger announces, to be shown by an event on which output and rule disagree. */
export interface Claim {
  readonly note: Note;
  /** The same for notes that announce the same, whatever their origin. */
  readonly key: string;
}

const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner === undefined ? { absent: true } : typeof inner === 'bigint' ? { integer: String(inner) } : inner,
  );

const keyOf = ({ construct, assumption, why, witness }: Note): string =>
  jsonOf([construct, assumption ?? why, witness]);

const isClaim = (entry: LedgerEntry): entry is Note => entry.effect !== 'exact' && entry.effect !== 'unsupported';

/** The different announcements of an output. */
export function claimsOf({ ledger }: Pick<Conversion, 'ledger'>): readonly Claim[] {
  const claims = new Map<string, Claim>();
  for (const note of ledger.filter(isClaim)) {
    const key = keyOf(note);
    if (!claims.has(key)) claims.set(key, { note, key });
  }
  return [...claims.values()];
}

const isObject = (value: unknown): value is Event =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The new value, with what it says nothing about kept: of an object, and of the object in a list of one. */
function joined(old: unknown, value: unknown): unknown {
  if (!isObject(old)) return value;
  if (isObject(value)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(value)])];
    return Object.fromEntries(
      keys.map((key) => [key, Object.hasOwn(value, key) ? joined(old[key], value[key]) : old[key]]),
    );
  }
  return Array.isArray(value) && value.length === 1 && isObject(value[0]) ? [joined(old, value[0])] : value;
}

const without = (node: Event, key: string): Event =>
  Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));

/** The event with a value at a path of keys; `undefined` takes the last key away. */
function put(node: Event, [key = '', ...path]: readonly string[], value: unknown): Event {
  if (path.length === 0) return value === undefined ? without(node, key) : { ...node, [key]: joined(node[key], value) };
  const inner = node[key];
  return { ...node, [key]: put(isObject(inner) ? inner : {}, path, value) };
}

/** An event with the values of a witness in the place of its own, each name of a dotted one an object. */
const nestedIn = (base: Event, witness: EventJson): Event =>
  Object.entries(witness).reduce((event, [name, value]) => put(event, name.split('.'), value), base);

/** The same with dotted names as they are. */
function flatIn(base: Event, witness: EventJson): Event {
  const cleared = Object.keys(witness).reduce((event, name) => put(event, name.split('.'), undefined), base);
  return { ...cleared, ...Object.fromEntries(Object.entries(witness).filter(([, value]) => value !== undefined)) };
}

/** The tests that a note speaks of: those of the fields of its witness, or for keywords. */
function testsOf({ rule }: Usable, { construct, witness = {} }: Note): readonly Cond[] {
  if (rule.query.kind !== 'event') return [];
  const names = Object.keys(witness);
  const isNamed = (field: string): boolean => names.some((name) => field === name || field.startsWith(`${name}.`));
  const leaves = leavesOf(filterCondition(rule.query.filter)).filter((leaf) =>
    construct === 'keyword' ? leaf.kind === 'keyword' : fieldsOfCond(leaf).some(({ name }) => isNamed(name)),
  );
  return [...new Map(leaves.map((leaf) => [printCond(leaf), leaf])).values()];
}

/**
 * The witness of a note put into an event. Dotted names as they are break assumptions of their own, so they stand for a note only if
 * nothing else breaks what it assumes.
 */
function spellings(loaded: Usable, { assumption, witness = {} }: Note, base: Event): readonly Event[] {
  const [nested, flat] = [nestedIn(base, witness), flatIn(base, witness)];
  if (assumption === undefined) return [nested];
  const fields = fieldsOfQuery(loaded.rule.query).filter(({ name }) => Object.hasOwn(witness, name));
  return !breaks(assumption, nested, fields) && breaks(assumption, flat, fields) ? [flat] : [nested];
}

/** An event that is to show a claim, and the place of the event that it was made from among those it comes with. */
export interface Candidate {
  readonly claim: Claim;
  readonly base: number;
  readonly event: Event;
}

/** How many events of each kind are tried for a claim. */
interface Most {
  readonly matches: number;
  readonly nearMisses: number;
}
const FEW: Most = { matches: 2, nearMisses: 4 };
export const ALL: Most = { matches: Number.POSITIVE_INFINITY, nearMisses: Number.POSITIVE_INFINITY };

/**
 * Whole events that may show a claim: its witness in events that the rule matches, and in those that a test of its field alone keeps
 * from matching, where that test decides.
 */
export function candidatesOf(
  loaded: Usable,
  claim: Claim,
  generated: readonly GeneratedEvent[],
  most: Most = FEW,
): readonly Candidate[] {
  if (claim.note.witness === undefined) return [];
  const tests = new Set(testsOf(loaded, claim.note).map((test) => printCond(test)));
  const placed = generated.map((made, base) => ({ ...made, base }));
  const bases = [
    ...placed.filter(({ purpose }) => purpose === 'match').slice(0, most.matches),
    ...placed
      .filter(({ purpose, leaf }) => purpose === 'near-miss' && leaf && tests.has(leaf.text))
      .slice(0, most.nearMisses),
  ];
  return bases.flatMap(({ base, event }) =>
    spellings(loaded, claim.note, event).map((made) => ({ claim, base, event: made })),
  );
}

/** Events whose verdicts hang on one of the tests that a claim speaks of: more bases for it, where those at hand show nothing. */
export function basesFor(loaded: Usable, { note }: Claim, seed: number): readonly GeneratedEvent[] {
  const tests = new Set(testsOf(loaded, note).map((test) => printCond(test)));
  return decidedEvents(loaded.rule, (text) => tests.has(text), seed);
}

/** Whether an output says something else of an event than the rule; one that a target has no place for it does not find. */
const differs = ({ verdicts }: Way, wanted: readonly boolean[], place: number): boolean =>
  (verdicts[place] ?? false) !== wanted[place];

/** Whether a way's output and the rule disagree at a place, and not at the one that it was made from. */
export const showsAt = (way: Way, wanted: readonly boolean[], place: number, base: number): boolean =>
  differs(way, wanted, place) && !differs(way, wanted, base);

/** Whether the output of a way announces a claim, and what it assumes may fail there. */
export const announces = (way: Way, claim: Claim): boolean =>
  !isGranted(way, claim.note) && claimsOf(way.conversion).some(({ key }) => key === claim.key);

/** A test of a rule as a rule, with the events that are to show a claim there, behind the one that they are held against. */
export interface SmallTrial {
  readonly loaded: Usable;
  readonly events: readonly Event[];
  /** The same for trials that ask the same. */
  readonly key: string;
}

/** What a witness is held against: nothing, but a text where it says that there must be none. */
const contrast = ({ witness = {} }: Note): Event =>
  Object.keys(witness).reduce(
    (event, name) => (witness[name] === undefined ? put(event, name.split('.'), 'x') : event),
    {},
  );

/** The tests that a claim speaks of, each alone and turned round, on its witness and nothing else. */
export function smallTrials(loaded: Usable, { note }: Claim): readonly SmallTrial[] {
  const { witness } = note;
  if (witness === undefined) return [];
  return testsOf(loaded, note)
    .flatMap((test) => [test, not(test, test.origin)])
    .map((test) => {
      const small = ruleOfTest(loaded, test);
      const events = [contrast(note), ...spellings(small, note, {})];
      const types = fieldsOfCond(test).map(({ name, type, list }) => [name, type, list]);
      return { loaded: small, events, key: jsonOf([printCond(test), types, events]) };
    });
}

/** Whether a small trial's output announces what a claim does: alone a test has its own words and another witness. */
export const announcesSo = (way: Way, { note }: Claim): boolean =>
  !isGranted(way, note) &&
  way.conversion.ledger
    .filter(isClaim)
    .some(
      ({ construct, assumption, why }) =>
        construct === note.construct && (assumption === undefined ? why === note.why : assumption === note.assumption),
    );
