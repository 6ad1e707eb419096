import { entry, shown, suggestion } from '../entry.ts';

const code = (text: string): string => `\`${shown(text)}\``;

/** What people mean by a character that EQL does not have. */
const STRAY_HELP: Readonly<Record<string, string>> = {
  '!': 'negation is `not`, inequality `!=`',
  '&': 'write `and`',
  '&&': 'write `and`',
  ';': 'a query ends where the text ends, without `;`',
  '\u201c': 'strings stand in plain double quotes, `"`',
  '\u201d': 'strings stand in plain double quotes, `"`',
  '\u2018': 'strings stand in plain double quotes, `"`',
  '\u2019': 'strings stand in plain double quotes, `"`',
  '\u00a0': 'replace the no-break space by a plain one',
};

export const eql = {
  // Characters and tokens.
  'eql/stray-character': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `${code(p.text)} has no meaning in EQL`,
    help: (p) =>
      STRAY_HELP[p.text] ?? 'a name with other characters than letters, digits, `_` and `@` stands in backticks',
  }),
  'eql/single-quotes': entry({
    severity: 'error',
    message: () => 'single quotes do not make a string',
    help: () => 'use double quotes: `"…"`',
  }),
  'eql/question-string': entry({
    severity: 'error',
    message: () => 'a raw string does not begin with `?`',
    help: () => 'put it in three double quotes on both sides: `"""…"""`',
  }),
  'eql/string-unclosed': entry<{ raw: boolean }>({
    severity: 'error',
    message: () => 'the string is not closed on its line',
    help: (p) => (p.raw ? 'a raw string ends with three double quotes' : 'a quote inside a string is written `\\"`'),
  }),
  'eql/name-unclosed': entry({
    severity: 'error',
    message: () => 'a backtick opens a name that is not closed',
    help: () => 'a backtick inside the name is doubled',
  }),
  'eql/name-empty': entry({
    severity: 'error',
    message: () => 'a part of the name is empty',
  }),
  'eql/comment-unclosed': entry({
    severity: 'error',
    message: () => 'the comment is not closed',
    help: () => 'comments nest: each `/*` needs a `*/` of its own',
  }),
  'eql/escape-unknown': entry<{ written: string }>({
    severity: 'error',
    message: (p) => `${code(p.written)} is no escape`,
    help: () => 'a backslash is written `\\\\`, a code point `\\u{2-8 hex digits}`; or use a raw string, `"""…"""`',
  }),
  'eql/escape-digits': entry<{ written: string }>({
    severity: 'error',
    message: (p) => `${code(p.written)} must have 2 to 8 hex digits`,
  }),
  'eql/escape-surrogate': entry<{ written: string }>({
    severity: 'error',
    message: (p) => `${code(p.written)} is half of a surrogate pair, not a character`,
    help: () => 'write the code point of the whole character',
  }),
  'eql/escape-range': entry<{ written: string }>({
    severity: 'error',
    message: (p) => `${code(p.written)} is beyond the last code point, 10FFFF`,
  }),
  'eql/number-too-long': entry<{ digits: number }>({
    severity: 'error',
    message: (p) => `the number has more than ${p.digits} characters`,
  }),
  'eql/number-too-large': entry({
    severity: 'error',
    message: () => 'the number is beyond what a double can hold',
  }),

  // Syntax.
  'eql/unexpected-token': entry<{ found: string; expected: string }>({
    severity: 'error',
    message: (p) => `expected ${p.expected}, found ${code(p.found)}`,
  }),
  'eql/unexpected-rest': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `the query can not go on with ${code(p.found)}`,
    help: (p) => (p.found === 'is' ? 'absence is tested by `== null` and `!= null`' : undefined),
  }),
  'eql/unexpected-end': entry<{ expected: string }>({
    severity: 'error',
    message: (p) => `the query ends where ${p.expected} should follow`,
  }),
  'eql/too-deep': entry<{ max: number }>({
    severity: 'error',
    message: (p) => `brackets, signs and operators nest deeper than ${p.max} levels`,
  }),
  'eql/more-errors': entry<{ shown: number }>({
    severity: 'error',
    message: (p) => `there are more than ${p.shown} errors; the rest is not shown`,
  }),
  'eql/keyword-case': entry<{ found: string; keyword: string }>({
    severity: 'error',
    message: (p) => `${code(p.found)} is a plain name, not a keyword`,
    help: (p) => `keywords are lower case: \`${p.keyword}\``,
  }),
  'eql/keyword-as-name': entry<{ keyword: string; expected: string }>({
    severity: 'error',
    message: (p) => `expected ${p.expected}, found the keyword ${code(p.keyword)}`,
    help: (p) => `a field of that name needs backticks around it: \`${p.keyword}\``,
  }),
  'eql/keyword-as-category': entry<{ keyword: string }>({
    severity: 'error',
    message: (p) => `the keyword ${code(p.keyword)} can not be an event category as it stands`,
    help: (p) => `put it in quotes: \`"${p.keyword}" where …\``,
  }),
  'eql/category-missing': entry({
    severity: 'error',
    message: () => 'there is no event category before `where`',
    help: () => '`any where …` takes events of every category',
  }),
  'eql/category-optional': entry({
    severity: 'error',
    message: () => 'an event category can not be optional',
    help: () => '`?` stands before fields; `any where …` takes events of every category, also those without one',
  }),
  'eql/category-in-backticks': entry({
    severity: 'error',
    message: () => 'backticks quote fields, not event categories',
    help: () => 'put the category in double quotes: `"…" where …`',
  }),
  'eql/c-operator': entry<{ found: string; instead: string }>({
    severity: 'error',
    message: (p) => `${code(p.found)} is no operator`,
    help: (p) => `write \`${p.instead}\``,
  }),
  'eql/single-equals': entry({
    severity: 'error',
    message: () => '`=` does not compare',
    help: () => 'write `==`, or `:` to ignore case and use wildcards',
  }),
  'eql/comparison-chain': entry<{ operator: string }>({
    severity: 'error',
    message: (p) => `${code(p.operator)} follows another comparison`,
    help: () => 'comparisons do not chain; join two of them by `and`, or use brackets',
  }),
  'eql/negated-match': entry<{ operator: string }>({
    severity: 'error',
    message: (p) => `there is no \`not ${p.operator}\``,
    help: (p) => `negate the whole test: \`not x ${p.operator} …\``,
  }),
  'eql/empty-list': entry({ severity: 'error', message: () => 'the list is empty' }),
  'eql/trailing-comma': entry({
    severity: 'warning',
    message: () => 'nothing follows the comma; it is read as if it were not there',
    help: () => 'Elasticsearch refuses the comma: delete it',
  }),
  'eql/pattern-not-constant': entry({
    severity: 'error',
    message: () => 'a pattern must be a constant, or a list of constants in parentheses',
    help: () => 'to compare with the value of an expression use `==`',
  }),
  'eql/array-index': entry({
    severity: 'error',
    message: () => 'array indexes are not supported',
    help: () => 'a test of the field without index holds if it holds for any element',
  }),
  'eql/lineage': entry<{ relation: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.relation)} of\` is not supported: Elasticsearch does not track process relationships`,
    help: () => 'a sequence by `process.entity_id` and `process.parent.entity_id` can say the same',
  }),
  'eql/tilde-name': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `${code(p.name)} can only be a function with arguments`,
    help: () => '`~` makes a function or an operator ignore case; a field has no such form',
  }),

  // Sequences, samples, joins.
  'eql/by-after-with': entry({
    severity: 'error',
    message: () => '`by` must stand before `with`',
  }),
  'eql/interval-decimal': entry({
    severity: 'error',
    message: () => 'a time interval must be a whole number',
    help: () => 'use a smaller unit: `1500ms` instead of `1.5s`',
  }),
  'eql/interval-not-positive': entry({
    severity: 'error',
    message: () => 'a time interval must be greater than zero',
  }),
  'eql/interval-unit-missing': entry<{ amount: string }>({
    severity: 'error',
    message: () => 'the time interval has no unit',
    help: (p) => `for seconds write \`${p.amount}s\``,
  }),
  'eql/interval-unit-unknown': entry<{ unit: string; units: readonly string[] }>({
    severity: 'error',
    message: (p) => `${code(p.unit)} is no unit of time`,
    help: (p) => `the units are ${p.units.map((unit) => `\`${unit}\``).join(', ')}`,
  }),
  'eql/unknown-option': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `a term has no option ${code(p.name)}`,
    help: () => 'the only option of a term is `runs`; `maxspan` stands before the first term',
  }),
  'eql/runs-range': entry<{ max: number }>({
    severity: 'error',
    message: (p) => `\`runs\` must be a whole number from 1 to ${p.max}`,
  }),
  'eql/fork-unsupported': entry({
    severity: 'error',
    message: () => '`fork` is not supported in Elasticsearch EQL',
  }),
  'eql/key-not-field': entry({
    severity: 'error',
    message: () => 'a join key must be a field, not an expression',
  }),
  'eql/key-count': entry<{ expected: number; found: number }>({
    severity: 'error',
    message: (p) => `this term has ${p.found} join keys of its own, the first one has ${p.expected}`,
    help: () => 'keys pair by position, so every term needs the same number',
  }),
  'eql/too-few-terms': entry<{ query: string }>({
    severity: 'error',
    message: (p) => `a ${p.query} needs at least two terms`,
  }),
  'eql/no-positive-term': entry({
    severity: 'error',
    message: () => 'a sequence needs at least one term that must be there, `[…]`',
  }),
  'eql/missing-needs-maxspan': entry({
    severity: 'error',
    message: () => 'a missing event, `![…]`, needs a `maxspan`',
    help: () => 'without it there is no end to the time in which the event must not come',
  }),
  'eql/until-option': entry<{ option: string }>({
    severity: 'error',
    message: (p) => `${code(p.option)} has no meaning behind \`until\``,
  }),
  'eql/sequence-option': entry<{ query: string; option: string }>({
    severity: 'error',
    message: (p) => `a ${p.query} has no ${code(p.option)}`,
    help: (p) => (p.query === 'sample' ? 'a sample has no order in time; only a sequence has' : undefined),
  }),
  'eql/join-unsupported': entry({
    severity: 'error',
    message: () => '`join` is not supported: Elasticsearch reads it but does not run it',
    help: () => 'a `sample` joins events without order; a `sequence` with order',
  }),

  // Pipes.
  'eql/pipe-unsupported': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `the pipe ${code(p.name)} is not supported in Elasticsearch EQL`,
    help: () => 'the pipes are `head` and `tail`',
  }),
  'eql/pipe-unknown': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `there is no pipe ${code(p.name)}`,
    help: (p) => suggestion(p.near) ?? 'the pipes are `head` and `tail`',
  }),
  'eql/pipe-arguments': entry<{ name: string; count: number }>({
    severity: 'error',
    message: (p) => `${code(p.name)} takes exactly one argument, found ${p.count}`,
    help: (p) => `for example \`${p.name} 10\``,
  }),
  'eql/pipe-count': entry<{ name: string; max: number }>({
    severity: 'error',
    message: (p) => `${code(p.name)} takes a constant whole number from 0 to ${p.max}`,
  }),
} as const;
