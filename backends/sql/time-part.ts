import { DIGITS_OF, isWrittenPart, type WrittenPart } from '../../src/base/date-time-shape.ts';
import { type Frag, q } from '../../src/target/frag.ts';
import { PLAIN_TIME } from '../../src/target/time-notes.ts';
import { type Caveat, type FunctionRow, refuse, said } from './dialect.ts';
import { numberFrag } from './numbers.ts';

/** The words of a dialect from which parts of times are made. */
export interface TimeWords {
  /** A part of a column of times, in UTC. */
  readonly ofTime: { readonly [P in WrittenPart | 'week']: (time: Frag) => Frag };
  /** Whether a text is a date-time as `DATE_TIME` has it. */
  readonly isWritten: (text: Frag) => Frag;
  /** The week of ISO 8601 of such a text. */
  readonly week: (text: Frag) => Frag;
  /** The number that so many characters of such a text spell, from a place counted from 1; none there are 0. */
  readonly digits: (text: Frag, from: Frag, length: Frag) => Frag;
}

const PLAIN: Caveat = {
  assumption: PLAIN_TIME,
  why: 'texts that spell a time in another way, or as a number of milliseconds, have no parts',
  witness: '0',
};

const digitsOf = ({ digits }: TimeWords, part: WrittenPart, text: Frag): Frag => {
  const { from, length } = DIGITS_OF[part];
  return digits(text, numberFrag(BigInt(from + 1)), numberFrag(BigInt(length)));
};

/** One part of a time: of a column of times in UTC, of a text as it is written, whatever its zone. */
export const timePart =
  (words: TimeWords): FunctionRow =>
  ([source, named]) => {
    const part = named?.constant;
    if (!source || (part !== 'week' && !isWrittenPart(part))) return refuse('a part of a time that is not constant');
    if (source.type === 'date') return said(words.ofTime[part](source.frag));
    const found = part === 'week' ? words.week(source.frag) : digitsOf(words, part, source.frag);
    return said(q(0)`CASE WHEN ${words.isWritten(source.frag)} THEN ${found} END`, PLAIN);
  };
