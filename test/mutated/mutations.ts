import type { BaseFile } from './base-files.ts';

/** A whole number below the limit. */
export type Random = (limit: number) => number;

/** Numbers that are the same in every run (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** One way to spoil a file. */
export interface Mutation {
  readonly name: string;
  /** `error`: the file must be refused. `any`: it may still be a rule. */
  readonly leaves: 'error' | 'any';
  readonly apply: (file: BaseFile, random: Random) => string;
}

const pick = <T>(items: readonly T[], random: Random): T => {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** Replaces a part that must be there: a mutation that changes nothing would prove nothing. */
function swap(text: string, [part, other]: readonly [string, string]): string {
  if (!text.includes(part)) throw new Error(`the base file lacks ${part}`);
  return text.replace(part, () => other);
}

const insert = (text: string, at: number, part: string): string => text.slice(0, at) + part + text.slice(at);

/** A place in the middle of a test, where an operand must follow. */
const inTest = ({ text, expression }: BaseFile): number => text.indexOf(expression) + expression.length;

const CONTROL = ['\0', '\u0001', '\u0008', '\u001b[31m', '\u007f', '\u0085', '\u202e', '\u2028', '\ufeff', '\ud800'];
const DEPTH = 10_000;
const MEGABYTE = 'x'.repeat(1_000_000);

const before = (file: BaseFile, brackets: string): string =>
  swap(file.text, [file.expression, brackets + file.expression]);

export const mutations: readonly Mutation[] = [
  { name: 'cut off in the middle of a test', leaves: 'error', apply: (file) => file.text.slice(0, inTest(file)) },
  { name: 'cut off anywhere', leaves: 'any', apply: ({ text }, random) => text.slice(0, random(text.length)) },
  {
    name: 'a piece missing',
    leaves: 'any',
    apply: ({ text }, random) => {
      const at = random(text.length);
      return text.slice(0, at) + text.slice(at + 1 + random(40));
    },
  },
  {
    name: 'a piece twice',
    leaves: 'any',
    apply: ({ text }, random) => {
      const at = random(text.length);
      return insert(text, at, text.slice(at, at + 1 + random(60)));
    },
  },
  {
    name: 'a control character in a test',
    leaves: 'error',
    apply: (file, random) => insert(file.text, inTest(file) - 1 - random(5), pick(['\0', '\u0001', '\u001b'], random)),
  },
  {
    name: 'a control character anywhere',
    leaves: 'any',
    apply: ({ text }, random) => insert(text, random(text.length), pick(CONTROL, random)),
  },
  { name: 'wrong types', leaves: 'error', apply: (file, random) => swap(file.text, pick(file.wrongTypes, random)) },
  { name: '10,000 open brackets', leaves: 'error', apply: (file) => before(file, '('.repeat(DEPTH)) },
  {
    name: '10,000 nested brackets',
    leaves: 'error',
    apply: (file) => {
      const nested = `${'('.repeat(DEPTH)}process.pid == 1${')'.repeat(DEPTH)} and `;
      return before(file, nested);
    },
  },
  { name: '10,000 nots', leaves: 'any', apply: (file) => before(file, 'not '.repeat(DEPTH)) },
  {
    name: '10,000 brackets of the file format',
    leaves: 'any',
    apply: ({ text }, random) =>
      insert(text, random(text.length), pick(['[', '{', '- ', '"', '`', '* '], random).repeat(DEPTH)),
  },
  {
    name: 'a literal of 1 MB',
    leaves: 'any',
    apply: ({ text, literal }) => swap(text, [literal, literal.replace('w3wp.exe', MEGABYTE)]),
  },
  {
    name: '100,000 wildcards',
    leaves: 'any',
    apply: ({ text, literal, compared: [plain, wild] }) =>
      swap(text, [plain + literal, wild + literal.replace('w3wp.exe', '*a?'.repeat(50_000))]),
  },
  { name: 'an oddity', leaves: 'any', apply: (file, random) => swap(file.text, pick(file.oddities, random)) },
];
