import type { Pattern } from '../../src/ir/pattern.ts';
import type { Field } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';

/**
 * How tightly operators bind, tightest first. In a search `OR` binds tighter than `AND`, in `where` it is the other way round: as one
 * level, each gets brackets inside the other.
 */
export const LEVEL = { atom: 0, factor: 1, sum: 2, compare: 3, not: 4, junction: 5 } as const;

/** What can't stand in quotes as it is: line ends and unseen characters, and the backtick, which begins macros and comments. */
const UNWRITABLE = /[`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * Text in quotes, the same in searches and expressions. A literal backslash is always doubled: before anything but a quote, a backslash
 * or a pipe it would stand for itself in one place and begin an escape in another.
 */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** Whether a text can stand in quotes. */
export const canQuote = (text: string): boolean => !UNWRITABLE.test(text);

/** A string of an expression; the caller has asked `canQuote`. */
export const string = (text: string): Frag => raw(quoted(text));

/** A search compares such a value as a network. */
const NETWORK = /^[\d.:a-f]+\/\d+$/i;

/** Whether a search can compare with a text: it has no escape for the asterisk. */
export const canSearch = (text: string): boolean =>
  text.trim() !== '' && canQuote(text) && !text.includes('*') && !NETWORK.test(text);

/** A value in a search, `any` as an asterisk; the caller has asked. */
export const searchValue = (pattern: Pattern): Frag =>
  raw(`"${pattern.map((part) => (part.kind === 'lit' ? quoted(part.text).slice(1, -1) : '*')).join('')}"`);

/** Terms of letters, digits and what the manual's examples of `CASE()` hold; none is an operator. */
const TERM = /^(?!(?:and|or|not|in|as|by)$)[A-Za-z0-9%*][A-Za-z0-9_%*.-]*$/i;

const written = (pattern: Pattern): string => pattern.map((part) => (part.kind === 'lit' ? part.text : '*')).join('');

/** Whether `CASE()` is documented to take a value: nothing is said of quotes inside its brackets. */
export const isTerm = (pattern: Pattern): boolean => TERM.test(written(pattern));

/** The directive for values whose case counts. */
export const casedValue = (pattern: Pattern): Frag =>
  q(LEVEL.atom)`CASE(${isTerm(pattern) ? raw(written(pattern)) : searchValue(pattern)})`;

/**
 * A printed regular expression as a string. The documents disagree on how often a backslash is read there, so none of the characters
 * that quotes would have to escape is in it: they are written as numbers.
 */
export const regexString = (printed: string): Frag =>
  raw(
    `"${printed
      .replace(/^\(\?i\)\(\?s\)/, '(?is)')
      .replaceAll('\\|', '\\x7c')
      .replaceAll('`', '\\x60')}"`,
  );

/** Names that mean something else than a field in a search, besides its operators. */
const RESERVED = new Set(
  (
    'and or not in case term search index source sourcetype host hosttag eventtype eventtypetag tag savedsearch savedsplunk ' +
    'splunk_server splunk_server_group earliest latest _index_earliest _index_latest starttime endtime starttimeu endtimeu timeformat ' +
    'daysago hoursago minutesago monthsago startdaysago starthoursago startminutesago startmonthsago enddaysago endhoursago ' +
    'endminutesago endmonthsago searchtimespandays searchtimespanhours searchtimespanminutes searchtimespanmonths'
  ).split(' '),
);
/** Parts of letters and digits; braces name the elements of an array, as the JSON extraction does. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\{\})?(?:\.[A-Za-z0-9_]+(?:\{\})?)*$/;

/** What a search takes from the index under these names, and not from the event. */
const NATIVE = new Set(['source', 'sourcetype', 'host', 'tag', 'eventtype']);

/** Whether a field can stand before `=` in a search. */
export const canSearchField = ({ name, native }: Pick<Field, 'name' | 'native'>): boolean =>
  PLAIN_NAME.test(name) && (!RESERVED.has(name.toLowerCase()) || (native === true && NATIVE.has(name)));

export const searchField = (name: string): Frag => raw(name);

/** Whether an expression can name a field: no escape is documented inside single quotes. */
export const canName = (name: string): boolean => name !== '' && canQuote(name) && !/['"\\*]/.test(name);

/** A field in an expression. A dot alone would join two texts. */
export const fieldName = (name: string): Frag => raw(`'${name}'`);

/** A field in a list of fields. */
export const columnName = (name: string): Frag => raw(PLAIN_NAME.test(name) ? name : quoted(name));

/** An index; a name that is more than letters, digits and wildcards stands in quotes. */
export const indexName = (name: string): Frag => raw(/^[\w*-]+$/.test(name) ? name : quoted(name));

/** A comment on one line, where the text holds no line end; backticks would end it. */
export const comment = (line: string): Frag => raw(`\`\`\` ${line.replaceAll('`', "'")} \`\`\``);
