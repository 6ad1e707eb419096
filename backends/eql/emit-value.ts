import { isoText } from '../../src/base/instant.ts';
import { plainDecimal } from '../../src/functions/decimal.ts';
import { functions } from '../../src/functions/index.ts';
import { literalText, type Pattern, type PatternShape, shapeOf } from '../../src/ir/pattern.ts';
import { patternRegex } from '../../src/ir/pattern-regex.ts';
import type {
  Call,
  CaseRule,
  Cidr,
  Compare,
  CompareOp,
  Field,
  Literal,
  Match,
  OneOf,
  RegexMatch,
  Value,
} from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import { printRegex } from '../../src/regex/print/index.ts';
import type { Regex } from '../../src/regex/tree.ts';
import { combine, type Emitted, exactly, unsupported } from '../../src/target/emit-cond.ts';
import { chain, enclosed, type Frag, parens, q, raw } from '../../src/target/frag.ts';
import type { Note } from '../../src/target/ledger.ts';
import { pairCaseNotes, patternCaseNotes, textCaseNotes } from './case-notes.ts';
import { canName, canWrite, fieldName, string } from './lexical.ts';

/** How tightly EQL's operators bind, tightest first (eql.md, section 2). */
export const LEVEL = { primary: 0, test: 1, sign: 2, factor: 3, sum: 4, compare: 5, not: 6, and: 7, or: 8 } as const;

const OPERATORS: { readonly [O in CompareOp]: string } = { eq: '==', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

const withNotes = (emitted: Emitted, notes: readonly Note[]): Emitted => ({
  ...emitted,
  notes: [...emitted.notes, ...notes],
});

function fieldEmit(node: Field): Emitted {
  if (!canName(node.name)) return unsupported('field', 'the field name has no spelling in EQL', node.origin);
  return exactly(fieldName(node.name, node.optional ?? false));
}

function literalEmit(node: Literal): Emitted {
  switch (node.type) {
    case 'null':
      return exactly(raw('null'));
    case 'text':
    case 'version':
      if (!canWrite(node.value))
        return unsupported('string', 'half a surrogate pair has no spelling in EQL', node.origin);
      return exactly(string(node.value));
    case 'date':
      return exactly(string(isoText(node.value)));
    case 'integer':
      return exactly(raw(node.value.toString(), node.value < 0n ? LEVEL.sign : LEVEL.primary));
    case 'real':
      return exactly(raw(plainReal(node.value), node.value < 0 ? LEVEL.sign : LEVEL.primary));
    case 'boolean':
      return exactly(raw(String(node.value)));
  }
}

/** A real literal needs a dot, so that it stays real. */
function plainReal(value: number): string {
  const text = plainDecimal(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** String literals, one bare or several in brackets, or as `join` says. */
function strings(texts: readonly string[], join: (frags: readonly Frag[]) => Frag = listOf): Emitted {
  return combine(
    texts.map((value) => literalEmit({ kind: 'literal', type: 'text', value })),
    join,
  );
}

const listOf = (frags: readonly Frag[]): Frag =>
  frags.length === 1 && frags[0] ? frags[0] : enclosed('(', frags, ')');
const inList = (frags: readonly Frag[]): Frag => enclosed('(', frags, ')');

/** `subject word list`, a test behind a primary. */
function test(subject: Value, word: string, list: Emitted): Emitted {
  return combine([emitValue(subject), list], ([left = raw(''), right = raw('')]) => {
    return q(LEVEL.test)`${parens(left, LEVEL.primary)} ${raw(word)} ${right}`;
  });
}

const WILD = /[*?]/;

/** A pattern as EQL writes it, where no literal character would be read as a wildcard. */
function wildcardText(parts: Pattern): string | undefined {
  let out = '';
  for (const part of parts) {
    if (part.kind === 'lit') {
      if (WILD.test(part.text)) return undefined;
      out += part.text;
    } else out += part.kind === 'any' ? '*' : '?';
  }
  return out;
}

const AFFIXES: Readonly<Partial<Record<PatternShape['kind'], string>>> = {
  'starts-with': 'startsWith',
  'ends-with': 'endsWith',
  contains: 'stringContains',
};

/** A pattern whose literal text holds `*` or `?`: a function has no wildcards, a regular expression can quote them. */
function literalWildcard(node: Match, parts: Pattern): Emitted {
  const shape = shapeOf(parts);
  const name = AFFIXES[shape.kind];
  if (name === undefined || !('text' in shape)) return emitRegex(node.subject, [patternRegex(parts, node.caseRule)]);
  const tilde = node.caseRule === 'exact' ? '' : '~';
  return combine([emitValue(node.subject), strings([shape.text])], (args) => enclosed(`${name}${tilde}(`, args, ')'));
}

const matchWord = (rule: CaseRule): string => (rule === 'exact' ? 'like' : ':');

/** One test or several joined by `or`. */
function anyOf(parts: readonly Emitted[]): Emitted {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return combine(parts, (frags) =>
    chain(
      frags.map((frag) => parens(frag, LEVEL.and)),
      'or',
      LEVEL.or,
    ),
  );
}

function emitMatch(node: Match): Emitted {
  const texts: string[] = [];
  const equal: string[] = [];
  const others: Emitted[] = [];
  for (const parts of node.patterns) {
    const text = wildcardText(parts);
    const literal = literalText(parts);
    if (text !== undefined) texts.push(text);
    else if (literal !== undefined) equal.push(literal);
    else others.push(literalWildcard(node, parts));
  }
  if (texts.length > 0) others.unshift(test(node.subject, matchWord(node.caseRule), strings(texts)));
  if (equal.length > 0)
    others.unshift(test(node.subject, node.caseRule === 'exact' ? 'in' : 'in~', strings(equal, inList)));
  return withNotes(anyOf(others), patternCaseNotes(node.patterns, node.caseRule, node.subject));
}

/** Options that may stand in one list of EQL: it holds values of one type. */
const kindOf = ({ type }: Literal): string => (type === 'integer' ? 'real' : type);

function emitOneOf(node: OneOf): Emitted {
  const kinds = [...new Set(node.options.map(kindOf))];
  if (kinds.length > 1)
    return anyOf(
      kinds.map((kind) => emitOneOf({ ...node, options: node.options.filter((option) => kindOf(option) === kind) })),
    );
  const list = combine(node.options.map(literalEmit), inList);
  const texts = node.options.flatMap((option) => (option.type === 'text' ? [option.value] : []));
  return withNotes(
    // Numbers and truth values have no case.
    test(node.subject, node.caseRule === 'exact' || texts.length === 0 ? 'in' : 'in~', list),
    textCaseNotes(texts, node.caseRule, node.subject),
  );
}

/** Types whose values are equal exactly if their texts are. */
const BY_TEXT: ReadonlySet<Field['type']> = new Set(['text', 'unknown', 'long', 'double', 'boolean']);

/** Ends a text, so that another one that begins with it is the same. */
const END = '\0';

/** Operators of EQL take no second field, functions do: a text with an end begins with another with its end if both are the same. */
function emitTwoFields({ op, left, right, caseRule, origin }: Compare): Emitted {
  if (
    op !== 'eq' ||
    left.kind !== 'field' ||
    right.kind !== 'field' ||
    ![left, right].every((of) => BY_TEXT.has(of.type))
  )
    return unsupported('fieldref', 'EQL has no word for this comparison of a field with another one', origin);
  const ended = (of: Field): Emitted =>
    combine([fieldEmit(of), strings([END])], (args) => enclosed('concat(', args, ')'));
  const name = caseRule === 'exact' ? 'startsWith(' : 'startsWith~(';
  const same = combine([ended(left), ended(right)], (args) => enclosed(name, args, ')'));
  const nul: Note = {
    effect: 'conditional',
    construct: 'fieldref',
    why: 'a text is taken for another one that goes on behind a NUL',
    assumption: 'text/no-nul',
    witness: { [left.name]: `a${END}b`, [right.name]: 'a' },
  };
  return withNotes(same, [nul, ...pairCaseNotes([left, right], caseRule)]);
}

function emitCompare(node: Compare): Emitted {
  if (fieldsOfValue(node.left).length > 0 && fieldsOfValue(node.right).length > 0) return emitTwoFields(node);
  if (node.caseRule !== 'exact' && node.right.kind === 'literal' && (node.op === 'eq' || node.op === 'ne')) {
    return emitOneOf({ kind: 'one-of', subject: node.left, options: [node.right], caseRule: node.caseRule });
  }
  return combine([emitValue(node.left), emitValue(node.right)], ([left = raw(''), right = raw('')]) => {
    return q(LEVEL.compare)`${parens(left, LEVEL.sum)} ${raw(OPERATORS[node.op])} ${parens(right, LEVEL.sum)}`;
  });
}

function emitRegex(subject: Value, regexes: readonly Regex[]): Emitted {
  const groups = new Map<'regex' | 'regex~', string[]>();
  for (const regex of regexes) {
    const printed = printRegex(regex, 'lucene');
    if ('unsupported' in printed) return unsupported('regex', printed.unsupported);
    const word = printed.ignoreCase ? 'regex~' : 'regex';
    groups.set(word, [...(groups.get(word) ?? []), printed.text]);
  }
  return anyOf([...groups].map(([word, texts]) => test(subject, word, strings(texts))));
}

/** Full-length networks of an address field are plain equalities; a list of them is an `in`. */
function emitCidr(node: Cidr): Emitted {
  const single = node.networks.every((network) => network.prefix === (network.family === 4 ? 32 : 128));
  const texts = node.networks.map((network) => (single ? (network.text.split('/')[0] ?? '') : network.text));
  if (single && node.subject.kind === 'field' && node.subject.type === 'ip') {
    const [only] = texts;
    if (texts.length > 1 || only === undefined) return test(node.subject, 'in', strings(texts, inList));
    return combine(
      [emitValue(node.subject), strings([only])],
      ([left = raw(''), right = raw('')]) => q(LEVEL.compare)`${left} == ${right}`,
    );
  }
  return combine([emitValue(node.subject), ...node.networks.map((network) => strings([network.text]))], (args) =>
    enclosed('cidrMatch(', args, ')'),
  );
}

const INFIX: Readonly<Partial<Record<Call['fn'], { readonly sign: string; readonly level: number }>>> = {
  add: { sign: '+', level: LEVEL.sum },
  subtract: { sign: '-', level: LEVEL.sum },
  multiply: { sign: '*', level: LEVEL.factor },
  divide: { sign: '/', level: LEVEL.factor },
  modulo: { sign: '%', level: LEVEL.factor },
};

function emitCall(node: Call): Emitted {
  const args = node.args.map(emitValue);
  const infix = INFIX[node.fn];
  if (infix && args.length === 2) {
    return combine(args, ([left = raw(''), right = raw('')]) => {
      return q(infix.level)`${parens(left, infix.level)} ${raw(infix.sign)} ${parens(right, infix.level - 1)}`;
    });
  }
  const name = functions[node.fn].eqlName;
  if (name === undefined) return unsupported(`function/${node.fn}`, 'EQL has no such function', node.origin);
  const tilde = node.caseRule === 'exact' ? '' : '~';
  const texts = node.args.flatMap((arg) => (arg.kind === 'literal' && arg.type === 'text' ? [arg.value] : []));
  const call = combine(args, (frags) => enclosed(`${name}${tilde}(`, frags, ')'));
  const notes = node.args[0] ? textCaseNotes(texts, node.caseRule, node.args[0]) : [];
  return withNotes(call, [...notes, ...pairCaseNotes(node.args, node.caseRule)]);
}

/** A Value as EQL. */
export function emitValue(value: Value): Emitted {
  return onValue<Emitted>(value, {
    literal: literalEmit,
    field: fieldEmit,
    call: emitCall,
    compare: emitCompare,
    'one-of': emitOneOf,
    match: emitMatch,
    regex: (node: RegexMatch) => emitRegex(node.subject, node.regexes),
    cidr: emitCidr,
  });
}
