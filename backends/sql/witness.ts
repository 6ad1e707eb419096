import { timesOfEveryPart } from '../../src/base/date-time-shape.ts';
import { parseAddress } from '../../src/base/ip.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Scalar } from '../../src/functions/function.ts';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import { compareScalars } from '../../src/functions/scalar.ts';
import { type Choice, inNetwork, scalarOf, valueAt } from '../../src/functions/value-at.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Field, FieldType, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import { timesShown } from '../../src/target/time-notes.ts';
import type { AssumptionId } from './assumptions.ts';
import { sampleFor, sampleOf, samplePattern } from './sample.ts';

/** A test of one field against constants: which field, and what it says of an element. */
interface SimpleTest {
  readonly field: Field;
  readonly holds: (element: Scalar) => boolean;
}

const onText = (test: (text: string) => boolean) => (element: Scalar) => typeof element === 'string' && test(element);

/** The test that a value is, where it reads one field only. */
function simpleTest(value: Value): SimpleTest | undefined {
  const subject = value.kind === 'compare' ? value.left : 'subject' in value ? value.subject : undefined;
  if (subject?.kind !== 'field') return computedTest(value);
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

/** A test of what is computed from one field. */
function computedTest(value: Value): SimpleTest | undefined {
  const [field, ...others] = fieldsOfValue(value);
  if (!field || others.some(({ name }) => name !== field.name)) return undefined;
  return { field, holds: (element) => valueAt(value, { [field.name]: element }) === true };
}

/** Whether the value is a test of the field as it stands. */
const isOfField = (value: Value): boolean =>
  value.kind === 'compare' ? value.left.kind === 'field' : 'subject' in value && value.subject.kind === 'field';

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

/** How engines write a number that is not written plainly: as JSON does, or as C's `%g` with a point and two digits of exponent. */
const spellings = (number: number): readonly string[] => {
  const text = String(number);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return [text];
  const digits = exponent.slice(1).padStart(2, '0');
  return [text, `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${exponent[0]}${digits}`];
};

const numerals: Breakers = (value, { holds }) => {
  const wanted = Number(sampleOf(value));
  const candidates = [1e21, 1e-7, 1.5e300, 2e-7, 1e20, 1.5e21, wanted].filter(Number.isFinite);
  const differing = (number: number): readonly boolean[] =>
    spellings(number).map((text) => holds(plainDecimal(number)) !== holds(text));
  const sure = candidates.filter((number) => differing(number).every(Boolean));
  return [...sure, ...candidates.filter((number) => differing(number).some(Boolean))];
};

/** Numbers that come to something else as numbers than as text. */
const unknowns: Breakers = (_, { holds }) =>
  [10n, 2n, -5n, 0n].filter((number) => holds(number) !== holds(String(number)));

const NUL = '\0';

/** Texts of some lengths, around the number that a value is compared with. */
function textsAround(value: Value): readonly string[] {
  const wanted = Number(sampleOf(value));
  const near = Number.isSafeInteger(wanted) && wanted >= 0 && wanted < 10_000 ? [wanted - 1, wanted, wanted + 1] : [];
  return [...new Set([1, ...near, 40])].filter((size) => size > 0).map((size) => 'x'.repeat(size));
}

/** The same where a test asks for what is computed from the text. */
const cutTexts = (value: Value, holds: SimpleTest['holds']): readonly string[] =>
  textsAround(value)
    .flatMap((text) => [`${NUL}${text}`, `${text}${NUL}`])
    .filter((text) => holds(text) !== holds(text.slice(0, text.indexOf(NUL))));

/** Text that goes on behind a NUL, where what stands before it gives another answer. Patterns have their own. */
const cut: Breakers = (value, { field, holds }) => {
  if (value.kind === 'match') return [];
  if (!isOfField(value)) return cutTexts(value, holds);
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

const TYPICAL: { readonly [T in FieldType]: unknown } = {
  text: 'x',
  ip: '10.0.0.1',
  version: '1.0.0',
  unknown: 'x',
  long: 1n,
  double: 1.5,
  boolean: true,
  date: '2024-06-12T03:15:07.000Z',
};

/** A value of the only field of a condition with which it holds, where that is easily told. */
function passingSample(cond: Cond | undefined, field: Field): unknown {
  if (cond?.kind === 'has-value' || cond?.kind === 'has-key') return TYPICAL[field.type];
  const sample = sampleFor(cond);
  if (cond?.kind !== 'leaf' || isOfField(cond.value)) return sample;
  const holds = computedTest(cond.value)?.holds;
  return (holds && textsAround(cond.value).find((text) => holds(text))) ?? sample;
}

const CHOICES: Partial<{ readonly [T in FieldType]: readonly Scalar[] }> = {
  text: ['x', 'xx', 'xxx'],
  unknown: ['x', 'xx', 'xxx'],
  ip: ['10.0.0.1', '10.0.0.2'],
  long: [1n, 2n],
};

/** Every choice of a value for each field is tried of so many at most. */
const MOST_FIELDS = 4;

const choicesOf = ([field, ...others]: readonly Field[]): readonly Choice[] =>
  field
    ? choicesOf(others).flatMap((choice) =>
        (CHOICES[field.type] ?? []).map((value) => ({ ...choice, [field.name]: value })),
      )
    : [{}];

/** A value for each field of a condition with which it holds, where that is easily told. */
export function passingSamples(cond: Cond | undefined, fields: readonly Field[]): EventJson {
  const different = [...new Map(fields.map((field) => [field.name, field])).values()];
  const found =
    cond?.kind === 'leaf' && different.length > 1 && different.length <= MOST_FIELDS
      ? choicesOf(different).find((choice) => valueAt(cond.value, choice) === true)
      : undefined;
  return found ?? Object.fromEntries(different.map((field) => [field.name, passingSample(cond, field)]));
}

/** Whether a test takes a text; a test that is not simple may. */
export function holdsForText(value: Value, text: string): boolean {
  return simpleTest(value)?.holds(text) ?? true;
}
