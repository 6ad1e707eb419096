import { type Atom, atoms, several, textOf, type Value } from '../../value.ts';
import { argument, type Call, type Evaluate, type FunctionTable, single } from '../function.ts';
import { patternOf } from '../pattern.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/TextFunctions';

/** `lower` and `upper` take several values, the other text functions do not. [SR/Text] */
const onLetters =
  (give: (text: string) => string) =>
  (call: Call): Evaluate => {
    const ascii = call.context.readings.lowerFold === 'ascii';
    const change = ascii ? (text: string) => text.replace(/[A-Za-z]+/g, give) : give;
    return (row) => several(atoms(argument(call, 0)(row)).map((atom) => change(textOf(atom))));
  };

/** By the simple mapping of each letter, which makes an i of the capital one with a dot. (Unicode Character Database, UnicodeData.txt) */
const lower = (text: string): string => text.replaceAll('\u0130', 'i').toLowerCase();

/** Spaces and tabs go if no characters are named. [SR/Text] */
function trimmed(value: Atom, characters: Atom | undefined, left: boolean, right: boolean): string {
  const away = new Set(characters === undefined ? ' \t' : textOf(characters));
  const chars = [...textOf(value)];
  let start = 0;
  let end = chars.length;
  while (left && start < end && away.has(chars[start] ?? '')) start++;
  while (right && end > start && away.has(chars[end - 1] ?? '')) end--;
  return chars.slice(start, end).join('');
}

/** The first character is 1; a negative start counts from the end; SQLite's rules. [SR/Text] */
function substring(value: Atom, start: Atom, length?: Atom): Value {
  const chars = [...textOf(value)];
  const from = Math.trunc(Number(start));
  const count = length === undefined ? Number.POSITIVE_INFINITY : Math.trunc(Number(length));
  if (Number.isNaN(from) || Number.isNaN(count) || count < 0) return null;
  const first = from < 0 ? chars.length + from : from - 1;
  return chars.slice(Math.max(0, first), Math.max(0, first + count)).join('');
}

/** `\1` to `\9` are groups of the match; what else stands in the replacement stays. [SR/Text] */
const expand = (replacement: string, groups: readonly (string | undefined)[]): string =>
  replacement.replace(/\\(\d)/g, (_, digit) => groups[Number(digit)] ?? '');

function replaced(call: Call): Evaluate {
  const pattern = patternOf(call, 1);
  return (row) => {
    const matcher = pattern(row);
    return single((value, _pattern, by) => {
      if (!matcher) return null;
      const text = textOf(value);
      let out = '';
      let at = 0;
      for (const found of matcher.all(text)) {
        const piece = expand(textOf(by ?? ''), found.groups);
        call.context.spend(piece.length, call.span);
        out += text.slice(at, found.start) + piece;
        at = found.end;
      }
      return out + text.slice(at);
    })(call)(row);
  };
}

function urlDecoded(text: Atom): Value {
  try {
    return decodeURIComponent(textOf(text));
  } catch {
    return null;
  }
}

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/TextFunctions */
export const textFunctions: FunctionTable = {
  len: { args: [1, 1], gives: 'value', case: 'S109', docs, build: single((value) => [...textOf(value ?? '')].length) },
  lower: { args: [1, 1], gives: 'value', case: 'S123', docs, build: onLetters(lower) },
  ltrim: {
    args: [1, 2],
    gives: 'value',
    case: 'S116',
    docs,
    build: single((value, characters) => trimmed(value ?? '', characters, true, false)),
  },
  replace: {
    args: [3, 3],
    gives: 'value',
    case: 'S120',
    docs,
    open: 'how often backslashes are unescaped; matches of no characters',
    build: replaced,
  },
  rtrim: {
    args: [1, 2],
    gives: 'value',
    case: 'S117',
    docs,
    build: single((value, characters) => trimmed(value ?? '', characters, false, true)),
  },
  substr: {
    args: [2, 3],
    gives: 'value',
    case: 'O030',
    docs,
    build: single((value, start, length) => substring(value ?? '', start ?? '', length)),
  },
  trim: {
    args: [1, 2],
    gives: 'value',
    case: 'S118',
    docs,
    build: single((value, characters) => trimmed(value ?? '', characters, true, true)),
  },
  upper: { args: [1, 1], gives: 'value', case: 'S124', docs, build: onLetters((text) => text.toUpperCase()) },
  urldecode: { args: [1, 1], gives: 'value', case: 'O031', docs, build: single((value) => urlDecoded(value ?? '')) },
};
