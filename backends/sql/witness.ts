import { timesOfEveryPart } from '../../src/base/date-time-shape.ts';
import { networkBits, parseAddress } from '../../src/base/ip.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Scalar } from '../../src/functions/function.ts';
import { functions } from '../../src/functions/index.ts';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import { compareScalars } from '../../src/functions/scalar.ts';
import type { Call, Compare, Field, Literal, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { Note } from '../../src/target/ledger.ts';
import { timesShown } from '../../src/target/time-notes.ts';
import type { AssumptionId } from './assumptions.ts';
import { sampleOf, samplePattern } from './sample.ts';

function scalarOf(literal: Literal): Scalar {
  if (literal.type === 'null') return null;
  if (literal.type === 'date') return { kind: 'instant', nanos: literal.value };
  return literal.type === 'version' ? { kind: 'version', text: literal.value } : literal.value;
}

/** A test of one field against constants: which field, and what it says of an element. */
interface SimpleTest {
  readonly field: Field;
  readonly holds: (element: Scalar) => boolean;
}

const onText = (test: (text: string) => boolean) => (element: Scalar) => typeof element === 'string' && test(element);

/** The test that a value is, where it is simple. */
function simpleTest(value: Value): SimpleTest | undefined {
  const subject = value.kind === 'compare' ? value.left : 'subject' in value ? value.subject : undefined;
  if (value.kind === 'compare' && subject?.kind === 'call') return timeTest(value, subject);
  if (subject?.kind !== 'field') return undefined;
  const found = holdsFor(value);
  return found && { field: subject, holds: found };
}

function holdsFor(value: Value): SimpleTest['holds'] | undefined {
  switch (value.kind) {
    case 'compare': {
      const { op, right, caseRule } = value;
      return right.kind === 'literal'
        ? (element) => compareScalars(op, element, scalarOf(right), caseRule) === true
        : undefined;
    }
    case 'one-of':
      return (element) =>
        value.options.some((option) => compareScalars('eq', element, scalarOf(option), value.caseRule) === true);
    case 'match':
      return onText((text) => value.patterns.some((parts) => matchPattern(text, parts, value.caseRule)));
    case 'regex': {
      const matchers = value.regexes.map(compileMatcher);
      return onText((text) => matchers.some((matcher) => typeof matcher === 'function' && matcher(text)));
    }
    case 'cidr':
      return onText((text) => value.networks.some((network) => inNetwork(text, network)));
    default:
      return undefined;
  }
}

/** A part of a time that a field holds, compared with a number. */
function timeTest({ op, right }: Compare, { fn, args }: Call): SimpleTest | undefined {
  const [field, part] = args;
  if (fn !== 'time-part' || field?.kind !== 'field' || part?.kind !== 'literal' || right.kind !== 'literal')
    return undefined;
  const partOf = (element: Scalar): Scalar => functions[fn].evaluate([element, scalarOf(part)], 'exact');
  return { field, holds: (element) => compareScalars(op, partOf(element), scalarOf(right), 'exact') === true };
}

function inNetwork(text: string, network: { family: 4 | 6; prefix: number; bits: bigint }): boolean {
  const address = parseAddress(text);
  return address?.family === network.family && networkBits(address, network.prefix) === network.bits;
}

/** The values that may break an assumption, of which one does if the test can tell. */
type Breakers = (value: Value, test: SimpleTest) => readonly unknown[];

const longs: Breakers = (_, { holds }) => [2n ** 63n, -(2n ** 63n) - 1n].filter(holds);

const addresses: Breakers = (value, { holds }) => {
  const patterns = value.kind === 'match' ? value.patterns.map((parts) => samplePattern(parts, 'x')) : [];
  const candidates = [...patterns, value.kind === 'cidr' ? '' : 'x'];
  return candidates.filter((text) => !parseAddress(text) && holds(text));
};

/** Epoch milliseconds of which some have the part of a time that a comparison asks for. */
const timesFor = (value: Value): readonly number[] =>
  value.kind === 'compare' && value.left.kind === 'call' && value.right.kind === 'literal'
    ? timesOfEveryPart(Number('value' in value.right ? value.right.value : 0))
    : [];

/** The same instant, or one that the test asks for, as epoch milliseconds. */
const dates: Breakers = (value, { holds }) => {
  const sample = Date.parse(String(sampleOf(value)));
  const near = [sample, sample + 1, sample - 1, ...timesFor(value)].filter(Number.isFinite);
  return near.filter((millis) => holds({ kind: 'instant', nanos: BigInt(millis) * 1_000_000n })).map(String);
};

const numerals: Breakers = (value, { holds }) => {
  const wanted = Number(sampleOf(value));
  const candidates = [1e21, 1e-7, 1.5e300, wanted].filter(Number.isFinite);
  return candidates.filter((number) => holds(plainDecimal(number)) !== holds(String(number)));
};

/** Numbers that come to something else as numbers than as text. */
const unknowns: Breakers = (_, { holds }) =>
  [10n, 2n, -5n, 0n].filter((number) => holds(number) !== holds(String(number)));

const NUL = '\0';

/** Text that goes on behind a NUL, where what stands before it gives another answer. Patterns have their own. */
const cut: Breakers = (value, { field, holds }) => {
  if (value.kind === 'match') return [];
  const samples = value.kind === 'one-of' ? value.options.map(scalarOf) : [sampleOf(value)];
  if (field.type === 'double' || typeof samples[0] === 'number' || typeof samples[0] === 'bigint')
    return samples.filter((sample) => Number.isSafeInteger(Number(sample))).map((sample) => `${sample}${NUL}`);
  const candidates = [...samples, 'a', '0'].flatMap((sample) => [
    `${NUL}${sample}`,
    `${sample}${NUL}`,
    `${NUL}x`,
    `x${NUL}`,
  ]);
  return candidates.filter((text) => holds(text) !== holds(text.slice(0, text.indexOf(NUL))));
};

const LOOK_ALIKES = [
  [/k/i, '\u212a'],
  [/i/i, '\u0130'],
] as const;

/** So many samples are tried: a rule may have thousands of patterns, and each try reads them all. */
const TRIES = 8;

/** Texts that the test takes; `between` stands where a pattern takes anything. */
function samplesOf(value: Value, between?: string): readonly string[] {
  if (value.kind === 'match') return value.patterns.map((parts) => samplePattern(parts, between));
  return value.kind === 'one-of' ? value.options.map((option) => String(scalarOf(option))) : [String(sampleOf(value))];
}

/**
 * Texts with a look-alike that the test does not take; lower() turns them into texts that it does. A pattern that stands alone
 * does not take its own shortest text with one letter less.
 */
const lookAlikes: Breakers = (value, { holds }) => {
  const alone = samplesOf(value).length === 1;
  // Longer texts too: another pattern may take what is as short as this one's letters.
  const replaced = [samplesOf(value), samplesOf(value, 'qx')].flatMap((all) => {
    const samples = all.filter((sample) => /[ki]/i.test(sample)).slice(0, TRIES);
    return samples.flatMap((sample) =>
      LOOK_ALIKES.map(([letter, other]) => sample.replace(letter, other)).filter((text) => text !== sample),
    );
  });
  const found = replaced.find((text) => alone || !holds(text));
  return found === undefined ? [] : [found];
};

const BREAKERS: Partial<Record<AssumptionId, Breakers>> = {
  'json/64-bit-numbers': longs,
  'json/valid-addresses': addresses,
  'json/iso-dates': dates,
  'number/plain-spelling': numerals,
  'text/no-nul': cut,
  'columns/unknown-is-text': unknowns,
  'case/no-unicode-lookalike': lookAlikes,
};

/** A number that is spelled otherwise shows it in a test of several fields where the others hold the text that it is read as. */
function besideText(each: Note, value: Value): Note {
  if (each.assumption !== ('number/plain-spelling' satisfies AssumptionId) || each.witness === undefined) return each;
  const number = Object.values(each.witness).find((one) => typeof one === 'number');
  if (number === undefined) return each;
  const others = fieldsOfValue(value).map(({ name }) => [name, plainDecimal(number)]);
  return { ...each, witness: { ...Object.fromEntries(others), ...each.witness } };
}

/**
 * Notes about how a field is read say the same for every test; here each gets a witness for the test it stands at, or goes
 * where no value could tell the translation from the rule.
 */
export function settled(all: readonly Note[], value: Value): readonly Note[] {
  const notes = timesShown(all, value);
  if (!notes.some((note) => (note.assumption ?? '') in BREAKERS)) return notes;
  const test = simpleTest(value);
  if (!test) return notes.map((each) => besideText(each, value));
  return notes.flatMap((note) => {
    const breakers = BREAKERS[note.assumption as AssumptionId];
    if (!breakers) return [note];
    const [witness] = breakers(value, test);
    // What a test asks of a field as it is read is known by this; of a test's own text only the likely breakers were tried.
    if (witness === undefined) return note.construct === 'field' ? [] : [note];
    return [{ ...note, witness: { [test.field.name]: witness } }];
  });
}

/** Whether a test takes a text; a test that is not simple may. */
export function holdsForText(value: Value, text: string): boolean {
  return simpleTest(value)?.holds(text) ?? true;
}
