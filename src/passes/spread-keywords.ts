import { field, leaf, or } from '../ir/build.ts';
import type { Cond, Keyword } from '../ir/cond.ts';
import { literalText, type Pattern } from '../ir/pattern.ts';
import type { Rule } from '../ir/rule.ts';
import type { Value } from '../ir/value.ts';
import { hasKeywords, mapCond, mapConditions } from '../ir/walk.ts';
import { foundText } from '../regex/regex-texts.ts';
import type { Assumption, AssumptionTable, EventJson, Note } from '../target/ledger.ts';

const IN_FIELDS: Assumption = {
  id: 'keyword/in-fields',
  sentence:
    'a text that the rule looks for in the whole event stands in none of its fields but those that are searched',
  docs: 'https://sigmahq.io/docs/basics/rules.html',
};

/** What the pass rests on, beside what a target rests on. */
export const keywordAssumptions: AssumptionTable = { [IN_FIELDS.id]: IN_FIELDS };

/** A text that a pattern finds. */
export const textOf = (pattern: Pattern): string =>
  literalText(pattern) ??
  pattern.map((part) => (part.kind === 'lit' ? part.text : part.kind === 'one' ? 'x' : '')).join('');

/** A text that the keyword finds. */
function textFor({ test }: Keyword): string {
  if (test.kind === 'match') return textOf(test.patterns[0] ?? []);
  const [first] = test.regexes;
  return (first && foundText(first)) ?? 'a text that the expression finds';
}

/** An event that has the keyword in a field that is not searched, and none of those that are. */
function elsewhere(node: Keyword, names: readonly string[]): EventJson {
  let name = 'elsewhere';
  while (names.includes(name)) name = `_${name}`;
  return { [name]: textFor(node), ...Object.fromEntries(names.map((each) => [each, undefined])) };
}

function inField(node: Keyword, name: string): Cond {
  // Nothing is known of the field: it may hold numbers, and events of the source need not have it.
  const subject = field(name, { type: 'unknown', list: false }, { optional: true });
  const value: Value =
    node.test.kind === 'match'
      ? { kind: 'match', subject, patterns: node.test.patterns, caseRule: node.test.caseRule }
      : { kind: 'regex', subject, regexes: node.test.regexes };
  return leaf(value, node.origin);
}

/** A rule that looks for its keywords in fields, and what that assumes. */
export interface Spread {
  readonly rule: Rule;
  readonly notes: readonly Note[];
}

/**
 * Keywords as tests of named fields, for targets that can't look in all fields of an event and for users who know where their text is.
 * @param names fields as the rule's taxonomy names them; at least one
 */
export function spreadKeywords(rule: Rule, names: readonly string[]): Spread {
  if (!hasKeywords(rule.query)) return { rule, notes: [] };
  const notes: Note[] = [];
  const spread = (node: Keyword): Cond => {
    notes.push({
      effect: 'conditional',
      construct: 'keyword',
      why: `a keyword is looked for in ${names.join(', ')}, not in the whole event`,
      assumption: IN_FIELDS.id,
      witness: elsewhere(node, names),
      ...(node.origin && { origin: node.origin }),
    });
    return or(
      names.map((name) => inField(node, name)),
      node.origin,
    );
  };
  const query = mapConditions(rule.query, (cond) =>
    mapCond(cond, (node) => (node.kind === 'keyword' ? spread(node) : node)),
  );
  return { rule: { ...rule, query }, notes };
}
