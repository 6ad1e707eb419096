import { isDateTime } from '../base/date-time-shape.ts';
import { parseAddress } from '../base/ip.ts';
import { type Event, hasKey, readField } from '../eval/read-field.ts';
import type { Field } from '../ir/value.ts';

type Raw = string | number | bigint | boolean;

/** A field of an event, as far as assumptions speak of it. */
interface Place {
  readonly field: Field;
  readonly event: Event;
  /** The scalars at the place, whatever their type. */
  readonly elements: readonly Raw[];
}

type Breaks = (place: Place) => boolean;

const placeOf = (event: Event, field: Field): Place => ({
  field,
  event,
  elements: readField(event, { name: field.name, type: 'unknown' }) as readonly Raw[],
});

const someText =
  (test: (text: string) => boolean): Breaks =>
  ({ elements }) =>
    elements.some((element) => typeof element === 'string' && test(element));

const someElement =
  (test: (text: string, element: Raw) => boolean): Breaks =>
  ({ elements }) =>
    elements.some((element) => test(String(element), element));

const NUMERAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** Digits without leading zeros, a fraction that does not end in zero. */
const PLAIN_NUMERAL = /^(?:0|-?[1-9]\d*|-?(?:0|[1-9]\d*)\.\d*[1-9])$/;

const oddNumber = (text: string): boolean => NUMERAL.test(text) && !PLAIN_NUMERAL.test(text);

/** Letters outside ASCII that have a case, and the I without a dot. */
const casedOutsideAscii = (text: string): boolean =>
  [...text].some((char) => char > '\x7f' && (char.toLowerCase() !== char || char.toUpperCase() !== char));

const several: Breaks = ({ field, elements }) => !field.list && elements.length > 1;
const empty = someText((text) => text === '');
const nonAscii = someText((text) => /[^\0-\x7f]/.test(text));
const lineFeed = someText((text) => text.includes('\n'));
const spelledOddly = someElement(oddNumber);
/** The Kelvin sign, the long s, the I with a dot and the i without. */
const lookAlike = someText((text) => /[\u212a\u017f\u0130\u0131]/.test(text));
const cased = someText(casedOutsideAscii);
/** Prefix lengths, zones, and numbers of IPv4 with leading zeros. */
const oddAddress = someText((text) => /[/%]|(?:^|[.:])0\d+(?:\.|$)/.test(text));
const blankAround = someText((text) => text !== text.trim());
const wrongType: Breaks = ({ field, event, elements }) => readField(event, field).length < elements.length;
const wideNumber = someElement((text) => NUMERAL.test(text) && Math.abs(Number(text)) >= 2 ** 53);
/** More digits than a 64-bit floating point number tells apart. */
const preciseNumber = someElement((text) => NUMERAL.test(text) && text.replace(/^-?0*|e.*$|\D/gi, '').length > 15);

function* rawValues(node: unknown, path: string): Generator<unknown> {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === path) yield value;
    else if (path.startsWith(`${key}.`)) yield* rawValues(value, path.slice(key.length + 1));
  }
}

const someRaw =
  (test: (value: unknown, field: Field) => boolean): Breaks =>
  ({ field, event }) =>
    [...rawValues(event, field.name)].some((value) => test(value, field));

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Whether an object of the path stands in a list. */
function listOnTheWay(node: unknown, path: string): boolean {
  if (Array.isArray(node)) return node.some((item) => typeof item === 'object' && item !== null);
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(
    ([key, value]) => path.startsWith(`${key}.`) && listOnTheWay(value, path.slice(key.length + 1)),
  );
}

/** Whether the path leads somewhere by a key with dots in it. */
function dottedKey(node: unknown, path: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.entries(node).some(
    ([key, value]) =>
      (key.includes('.') && (key === path || path.startsWith(`${key}.`))) ||
      (path.startsWith(`${key}.`) && dottedKey(value, path.slice(key.length + 1))),
  );
}

/** A text that a search takes without quotes. */
const SEARCH_WORD = /^(?!(?:and|or|not|in|as|by)$)[a-z0-9%*][a-z0-9_%*.-]*$/i;

/** What the events of a whole result are like can't be seen in one of them: such an assumption excuses nothing here. */
const ofAllEvents: Breaks = () => false;

/**
 * What breaks each named assumption of the targets, in one field of one event: the sentence of the assumption as a test. One that a
 * target does not list here excuses no difference.
 */
const BREAKS: Readonly<Record<string, Breaks>> = {
  'schema/scalar-fields': several,
  'splunk/search-any-value': ({ elements }) => elements.length > 1,
  'kusto/empty-is-absent': empty,
  'splunk/no-empty-values': empty,
  'kusto/typed-arrays': someRaw(
    (value, { type, list }) =>
      list &&
      (!Array.isArray(value) ||
        value.some(
          (item) =>
            !isScalar(item) ||
            item === null ||
            (['text', 'ip', 'version', 'unknown'].includes(type) && typeof item !== 'string'),
        )),
  ),
  'array/no-line-break': lineFeed,
  'text/one-line': lineFeed,
  'kusto/plain-addresses': (place) => oddAddress(place) || blankAround(place),
  'splunk/plain-addresses': oddAddress,
  'kusto/whole-ticks': someText((text) => /\.\d{8,}/.test(text)),
  'time/unique-order': ofAllEvents,
  'time/id-order': ofAllEvents,
  'kusto/tiebreaker-is-number': ofAllEvents,
  'sigma/one-event-a-step': ofAllEvents,
  'splunk/event-time': ofAllEvents,
  'number/no-overflow': someElement((text) => NUMERAL.test(text) && Math.abs(Number(text)) >= 2 ** 31),
  'number/double': (place) => wideNumber(place) || preciseNumber(place),
  'number/plain-decimal': someText((text) => /0x|e|\s|^[.+]|\.$/i.test(text)),
  'number/plain-spelling': (place) => spelledOddly(place) || someElement((text) => /e/i.test(text))(place),
  'number/decimal-text': someText((text) => /0x|e/i.test(text)),
  'version/same-spelling': someText((text) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(text)),
  'ip/same-spelling': someText((text) => parseAddress(text)?.family === 6),
  'case/no-unicode-lookalike': lookAlike,
  'case/same-non-ascii': cased,
  'case/ascii-only': cased,
  'text/code-point-order': someText((text) => /[\ud800-\uffff]/.test(text)),
  // Only texts with a letter whose case counts, and that are no word of a search, are quoted there.
  'splunk/quoted-case': someText((text) => /\p{L}/u.test(text) && !SEARCH_WORD.test(text)),
  'splunk/regex-characters': nonAscii,
  'splunk/text-comparison': someElement((text) => NUMERAL.test(text)),
  'splunk/typed-values': wrongType,
  'sigma/typed-values': (place) => wrongType(place) || spelledOddly(place),
  'text/no-nul': someText((text) => text.includes('\0')),
  'columns/null-is-absent': ({ field, event, elements }) => elements.length === 0 && hasKey(event, field.name),
  'columns/unknown-is-text': ({ field, elements }) =>
    field.type === 'unknown' && elements.some((element) => typeof element !== 'string'),
  'json/nested-names': ({ field, event }) => dottedKey(event, field.name),
  'json/no-lists-of-objects': ({ field, event }) => listOnTheWay(event, field.name),
  'json/plain-values': someRaw((value) => !isScalar(value) && !(Array.isArray(value) && value.every(isScalar))),
  'json/64-bit-numbers': someElement(
    (text) => /^-?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) !== BigInt(text),
  ),
  'json/iso-dates': someElement(
    (text) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)$/.test(text),
  ),
  'time/plain-text': someElement((text) => !isDateTime(text)),
  'json/valid-addresses': someElement((text) => parseAddress(text) === undefined),
  'kusto/texts-in-columns': ({ event }) => Object.values(event).some((value) => !isScalar(value)),
  // Any event has names beside its values where the raw text is more than these; where it is not, that is granted.
  'splunk/raw-text': ({ field, event, elements }) => elements.length > 0 || hasKey(event, field.name),
  // One event shows it by itself where it has two values or more; one with a single value has no next one.
  'splunk/raw-one-value': ({ event }) =>
    Object.keys(event).length > 1 || Object.values(event).some((v) => !isScalar(v)),
  'keyword/in-fields': ({ elements }) => elements.length > 0,
  'cidr/no-dotted-tail': someText((text) => /:.*\./.test(text)),
};

const isPlain = (node: unknown): node is Event => typeof node === 'object' && node !== null && !Array.isArray(node);

function inList(node: Event, path: string): Event {
  const entries = Object.entries(node).map(([key, value]): readonly [string, unknown] => {
    if (key === path) return [key, Array.isArray(value) || value === null ? value : [value]];
    return path.startsWith(`${key}.`) && isPlain(value)
      ? [key, inList(value, path.slice(key.length + 1))]
      : [key, value];
  });
  return Object.fromEntries(entries);
}

function* leaves(node: unknown, path: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(node)) for (const item of node) yield* leaves(item, path);
  else if (!isPlain(node)) yield [path, node];
  else for (const [key, value] of Object.entries(node)) yield* leaves(value, path === '' ? key : `${path}.${key}`);
}

/** The event with each value under its whole name: several of one name in a list, the others as they are. */
export function flattened(event: Event): Event {
  const found = new Map<string, unknown[]>();
  for (const [path, value] of leaves(event, '')) found.set(path, [...(found.get(path) ?? []), value]);
  return Object.fromEntries([...found].map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
}

/** The event with the lone values of list fields in lists of one. */
export const withLists = (event: Event, fields: readonly Field[]): Event =>
  fields.filter(({ list }) => list).reduce((made, { name }) => inList(made, name), event);

/** Whether an event breaks an assumption in one of the fields. */
export function breaks(assumption: string, event: Event, fields: readonly Field[]): boolean {
  const test = Object.hasOwn(BREAKS, assumption) ? BREAKS[assumption] : undefined;
  return test !== undefined && fields.some((field) => test(placeOf(event, field)));
}
