import { readTokens, type Token } from './read-back.test-support.ts';

type Cell = string | number | boolean | null;

const text = (cell: Cell): string => String(cell);

/** PCRE as JavaScript spells it, for the expressions of these tests. */
function regex(source: string): RegExp {
  const [, flags = '', body = ''] = /^(?:\(\?(\w+)\))?(.*)$/s.exec(source) ?? [];
  const plain = body
    .replace(/\\x5c/g, '\\\\')
    .replace(/\\x22/g, '"')
    .replace(/\\x7c/g, '\\|')
    .replace(/\\z/g, '$(?![^])');
  const inner = plain.replace(/\(\?i:((?:[^()\\]|\\.)*)\)/g, (_, letters: string) =>
    letters.replace(/[A-Za-z]/g, (char) => `[${char.toLowerCase()}${char.toUpperCase()}]`),
  );
  return new RegExp(inner, `${flags}u`);
}

const strict =
  (run: (...cells: readonly Exclude<Cell, null>[]) => Cell) =>
  (...cells: readonly Cell[]): Cell =>
    cells.includes(null) ? null : run(...(cells as Exclude<Cell, null>[]));

/** Functions as the Search Reference has them; where it is silent they give null, so that nothing may rest on it. */
const FUNCTIONS: Readonly<Record<string, (...cells: readonly Cell[]) => Cell>> = {
  len: strict((cell) => [...text(cell ?? '')].length),
  lower: strict((cell) => text(cell ?? '').toLowerCase()),
  substr: strict((cell, start, size) => {
    const from = Number(start);
    const count = size === undefined ? Number.POSITIVE_INFINITY : Number(size);
    const part = [...text(cell ?? '')].slice(from - 1, from - 1 + count).join('');
    return from < 1 || count <= 0 || part === '' ? null : part;
  }),
  match: strict((cell, pattern) => regex(text(pattern ?? '')).test(text(cell ?? ''))),
  replace: strict((cell, pattern, by) => {
    const replaced = text(cell ?? '').replace(regex(text(pattern ?? '')), text(by ?? '').replace('\\1', '$1'));
    return replaced === '' ? null : replaced;
  }),
  isnotnull: (cell) => cell !== null,
  isnull: (cell) => cell === null,
  coalesce: (...cells) => cells.find((cell) => cell !== null) ?? null,
  if: (test, yes, no) => (test === true ? (yes ?? null) : (no ?? null)),
  case: (...cells) => cells.find((_, i) => i % 2 === 1 && cells[i - 1] === true) ?? null,
  max: strict((a, b) => Math.max(Number(a), Number(b))),
  floor: strict((cell) => Math.floor(Number(cell))),
  ceiling: strict((cell) => Math.ceil(Number(cell))),
  tonumber: strict((cell, base) => {
    const number = base === undefined ? Number(cell) : Number.parseInt(text(cell ?? ''), Number(base));
    return Number.isNaN(number) ? null : number;
  }),
  tostring: strict((cell) => text(cell ?? '')),
  null: () => null,
};

type Operator = (a: Cell, b: Cell) => Cell;
const number = (run: (a: number, b: number) => number): Operator => {
  return (a, b) =>
    a === null || b === null ? null : Number.isFinite(run(Number(a), Number(b))) ? run(Number(a), Number(b)) : null;
};
const test = (run: (a: string | number | boolean, b: string | number | boolean) => boolean): Operator => {
  return (a, b) => (a === null || b === null ? null : run(a, b));
};

const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { OR: (a, b) => (a === true || b === true ? true : a === null || b === null ? null : false) },
  { AND: (a, b) => (a === false || b === false ? false : a === null || b === null ? null : true) },
  {
    '=': test((a, b) => a === b),
    '!=': test((a, b) => a !== b),
    '<': test((a, b) => a < b),
    '>': test((a, b) => a > b),
    '<=': test((a, b) => a <= b),
    '>=': test((a, b) => a >= b),
  },
  {
    '+': number((a, b) => a + b),
    '-': number((a, b) => a - b),
    '.': (a, b) => (a === null || b === null ? null : text(a) + text(b)),
  },
  { '*': number((a, b) => a * b), '/': number((a, b) => a / b) },
];

/** Reads and runs one expression of `where` over the texts of one event, by the little that these tests need. */
class Runner {
  readonly #tokens: readonly string[];
  readonly #strings: readonly Token[];
  #at = 0;
  constructor(
    tokens: readonly Token[],
    private readonly event: Readonly<Record<string, string>>,
  ) {
    this.#strings = tokens;
    this.#tokens = tokens.map((token) => (token.kind === 'pipe' ? '|' : token.text));
  }

  #operator(level: number): string | undefined {
    const token = this.#strings[this.#at];
    if (token?.kind !== 'word' && token?.kind !== 'sign') return undefined;
    const two = `${this.#tokens[this.#at]}${this.#tokens[this.#at + 1]}`;
    const table = LEVELS[level] ?? {};
    return two in table ? two : (this.#tokens[this.#at] ?? '') in table ? this.#tokens[this.#at] : undefined;
  }

  binary(level = 0): Cell {
    if (level === LEVELS.length) return this.#primary();
    let left = this.binary(level + 1);
    for (let sign = this.#operator(level); sign !== undefined; sign = this.#operator(level)) {
      this.#at += /^[<>!]=$/.test(sign) ? 2 : 1;
      const run = LEVELS[level]?.[sign];
      left = run ? run(left, this.binary(level + 1)) : null;
    }
    return left;
  }

  #primary(): Cell {
    const token = this.#strings[this.#at++];
    if (!token || token.kind === 'pipe') throw new Error('an expression without an end');
    if (token.kind === 'string') return token.text;
    if (token.kind === 'name') return this.event[token.text] ?? null;
    if (token.text === '(') return this.#closed(this.binary());
    if (token.text === 'NOT') return this.#not(this.#primary());
    if (this.#tokens[this.#at] === '(') return this.#call(token.text);
    return Number(token.text);
  }

  /** What `NOT` makes of null is open: here it may not be met. */
  #not(cell: Cell): Cell {
    if (cell === null) throw new Error('NOT over null');
    return !cell;
  }

  #closed(cell: Cell): Cell {
    if (this.#tokens[this.#at++] !== ')') throw new Error('a bracket without an end');
    return cell;
  }

  #call(name: string): Cell {
    const args: Cell[] = [];
    this.#at++;
    while (this.#tokens[this.#at] !== ')') {
      args.push(this.binary());
      if (this.#tokens[this.#at] === ',') this.#at++;
    }
    this.#at++;
    const run = FUNCTIONS[name];
    if (!run) throw new Error(`no function ${name}`);
    return run(...args);
  }
}

export const runExpression = (expression: string, event: Readonly<Record<string, string>>): Cell =>
  new Runner(splitNumbers(readTokens(expression)), event).binary();

/** `3-1` and `a.b` are one word to the reader of tokens. */
function splitNumbers(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token): readonly Token[] => {
    if (token.kind !== 'word') return [token];
    return (token.text.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[-.*]/g) ?? []).map((piece) => ({
      kind: /^[-.*]$/.test(piece) ? 'sign' : 'word',
      text: piece,
    }));
  });
}
