import { timesOfEveryPart } from '../../src/base/date-time-shape.ts';
import { parseAddress } from '../../src/base/ip.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Scalar } from '../../src/functions/function.ts';
import { matchPattern } from '../../src/functions/match-pattern.ts';
import { compareScalars } from '../../src/functions/scalar.ts';
import { type Choice, inNetwork, scalarOf, valueAt } from '../../src/functions/value-at.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { Pattern } from '../../src/ir/pattern.ts';
import type { Field, FieldType, Value } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import type { EventJson, Note } from '../../src/target/ledger.ts';
import { timesShown } from '../../src/target/time-notes.ts';
import type { AssumptionId } from './assumptions.ts';
import { besideOthers, spellings } from './beside.ts';
import { foldText } from './folding.ts';
import { blindBeyondNul } from './nul-regex.ts';
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

/** The values that may break an assumption, of which one does if the test can tell; `given` is the dialect's own. */
type Breakers = (value: Value, test: SimpleTest, given: unknown) => readonly unknown[];

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

/** Numbers that begin with the digits that a pattern asks for, too large to be spelled plainly. */
function numbersHolding(value: Value): readonly number[] {
  if (value.kind !== 'match') return [];
  const texts = value.patterns.flatMap((parts) => parts.flatMap((part) => (part.kind === 'lit' ? [part.text] : [])));
  return texts.filter((text) => /^[1-9]\d{0,14}$/.test(text)).map((text) => Number(`${text}e22`));
}

const numerals: Breakers = (value, { holds }) => {
  const wanted = Number(sampleOf(value));
  const common = [1e21, 1e-7, 1.5e300, 2e-7, 1e20, 1.5e21];
  const candidates = [...common, wanted, ...numbersHolding(value)].filter(Number.isFinite);
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

/** Whole numbers near those that a test asks for, which pass it. */
function numbersNear(samples: readonly unknown[], holds: SimpleTest['holds']): readonly number[] {
  const near = samples.map(Number).flatMap((sample) => [sample, Math.trunc(sample), Math.trunc(sample) - 1]);
  return near.filter((number) => Number.isSafeInteger(number) && holds(number));
}

/** So many characters of a sample are looked at. */
const LONGEST = 200;

/** Text with a NUL in it, for what an expression takes between other things. */
const withNulInside = (text: string): readonly string[] =>
  Array.from({ length: Math.min(text.length, LONGEST) }, (_, at) => at).flatMap((at) => [
    `${text.slice(0, at)}${NUL}${text.slice(at + 1)}`,
    `${text.slice(0, at)}${NUL}${text.slice(at)}`,
  ]);

/** Text that goes on behind a NUL, where what stands before it gives another answer. Patterns have their own. */
const cut: Breakers = (value, { field, holds }, given) => {
  if (value.kind === 'match') return [];
  if (!isOfField(value)) return cutTexts(value, holds);
  const samples = value.kind === 'one-of' ? value.options.map(scalarOf) : [sampleOf(value)];
  if (field.type === 'double' || typeof samples[0] === 'number' || typeof samples[0] === 'bigint')
    return numbersNear(samples, holds).map((sample) => `${sample}${NUL}`);
  const isCut = (text: string): boolean => holds(text) !== holds(text.slice(0, text.indexOf(NUL)));
  // Of an expression that is written as patterns the dialect knows better which of them stops at a NUL.
  const own = value.kind === 'regex' && typeof given === 'string' && given.includes(NUL) ? [given] : [];
  const around = [...samples, 'a', '0'].flatMap((sample) => [
    `${NUL}${sample}`,
    `${sample}${NUL}`,
    `${NUL}x`,
    `x${NUL}`,
  ]);
  const found = [...own, ...around].filter(isCut);
  return found.length > 0 || value.kind !== 'regex' ? found : withNulInside(String(samples[0])).filter(isCut);
};

/** Whole numbers near the one that a test asks for, and those that are the first to be rounded. */
function wholeNear(value: Value): readonly bigint[] {
  const sample = sampleOf(value);
  const wanted = typeof sample === 'bigint' ? sample : BigInt(Number.isSafeInteger(sample) ? Number(sample) : 0);
  return [0n, 1n, -1n, 2n, -2n].map((step) => wanted + step).concat([2n ** 53n + 1n, -(2n ** 53n) - 1n]);
}

/**
 * Numbers in text that are no doubles: some engines do not read what is too large for one, others round whole numbers. The
 * dialect's own witness says which.
 */
const doubles: Breakers = (value, { field, holds }, given) => {
  if (!Number.isFinite(Number(given))) return ['1e400', '-1e400'].filter(holds);
  // The rule reads a field of such numbers as they do.
  if (field.type === 'double') return [];
  return wholeNear(value)
    .filter((number) => holds(String(number)) !== holds(Number(number)))
    .map(String);
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
  'number/double': doubles,
};

/** A pattern that takes any text with one of its own, none of whose letters has a look-alike. */
const plainPart = (parts: Pattern): string | undefined => {
  const [before, lit, behind] = parts;
  const isPart = parts.length === 3 && before?.kind === 'any' && lit?.kind === 'lit' && behind?.kind === 'any';
  return isPart && !/[ki]/i.test(lit.text) ? lit.text : undefined;
};

/** Whether what a pattern takes with a look-alike, another pattern of the test takes too. */
function isCovered(value: Value): boolean {
  if (value.kind !== 'match') return false;
  const fold = (text: string): string => foldText(text, value.caseRule);
  const plain = value.patterns.flatMap((parts) => plainPart(parts) ?? []).map(fold);
  const hasPlain = (text: string): boolean => plain.some((part) => fold(text).includes(part));
  return value.patterns.every(
    (parts) =>
      !parts.some((part) => part.kind === 'lit' && /[ki]/i.test(part.text)) ||
      parts.some((part) => part.kind === 'lit' && hasPlain(part.text)),
  );
}

/** Where no value breaks an assumption if none was found that does. */
const SURE: Partial<Record<AssumptionId, (value: Value) => boolean>> = {
  'text/no-nul': (value) => value.kind === 'regex' && value.regexes.every(blindBeyondNul),
  'case/no-unicode-lookalike': isCovered,
  'number/double': (value) => value.kind === 'compare' && value.right.kind === 'literal' && isOfField(value),
};

/**
 * Notes about how a field is read say the same for every test; here each gets a witness for the test it stands at, or goes
 * where no value could tell the translation from the rule.
 */
export function settled(all: readonly Note[], value: Value): readonly Note[] {
  const notes = timesShown(all, value);
  if (!notes.some((note) => (note.assumption ?? '') in BREAKERS)) return notes;
  const test = simpleTest(value);
  if (!test) return notes.map((each) => besideOthers(each, value));
  return notes.flatMap((note) => {
    const assumption = note.assumption as AssumptionId;
    const breakers = BREAKERS[assumption];
    if (!breakers) return [note];
    const [witness] = breakers(value, test, Object.values(note.witness ?? {})[0]);
    // What a test asks of a field as it is read is known by this; of a test's own text only the likely breakers were tried.
    if (witness === undefined) return note.construct === 'field' || SURE[assumption]?.(value) ? [] : [note];
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
  const times = timesFor(cond.value).map((millis) => new Date(millis).toISOString());
  return (holds && [...textsAround(cond.value), ...times].find((text) => holds(text))) ?? sample;
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

/** Whether a test takes texts, one for each of its fields. */
export const holdsForTexts = (value: Value, texts: Readonly<Record<string, string>>): boolean =>
  (Object.keys(texts).length === 1 ? simpleTest(value)?.holds(Object.values(texts)[0] ?? null) : undefined) ??
  valueAt(value, texts) === true;
