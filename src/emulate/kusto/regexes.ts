import type { Place } from '../../../grammars/kusto/ast.ts';
import { messageOf } from '../../diagnostics/diagnostic.ts';
import { compileMatcher, type Matcher } from '../../regex/matcher.ts';
import { parseRegex } from '../../regex/parse.ts';
import type { Regex, RegexNode } from '../../regex/tree.ts';
import { children } from '../../regex/walk.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';
import { captureText, mayForget } from './capture-text.ts';
import type { Session } from './session.ts';

/** More are an error of the query (query/matches-regex-operator). */
const MOST_GROUPS = 16;

interface Compiled {
  readonly regex: Regex;
  readonly test: Matcher;
}
type Outcome<T> = T | { readonly reason: string };

const failed = <T extends object>(outcome: Outcome<T>): outcome is { readonly reason: string } => 'reason' in outcome;

function countGroups(node: RegexNode): number {
  const own = node.kind === 'group' && node.capture !== undefined ? 1 : 0;
  return children(node).reduce((sum, child) => sum + countGroups(child), own);
}

/** KQL's expressions are those of the Rust crate (query/regex). */
function compile(pattern: string): Outcome<Compiled> {
  const slice = Slice.verbatim(new SourceText('regex', pattern));
  const { regex, diagnostics } = parseRegex(slice, { flavour: 'rust', anchoring: 'search', caseRule: 'exact' });
  if (regex === undefined) return { reason: diagnostics.map(messageOf).join('; ') };
  if (countGroups(regex.node) > MOST_GROUPS) return { reason: `more than ${MOST_GROUPS} groups` };
  const test = compileMatcher(regex);
  return 'unsupported' in test ? { reason: test.unsupported } : { regex, test };
}

const compiled = new WeakMap<Session, Map<string, Outcome<Compiled>>>();
const captures = new WeakMap<Session, Map<string, Outcome<RegExp>>>();

function memo<T>(store: WeakMap<Session, Map<string, T>>, session: Session, key: string, make: () => T): T {
  const known = store.get(session) ?? new Map<string, T>();
  store.set(session, known);
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function compiledFor(session: Session, pattern: string, at: Place): Compiled | undefined {
  const outcome = memo(compiled, session, pattern, () => compile(pattern));
  if (!failed(outcome)) return outcome;
  session.report('kusto/bad-regex', { pattern, reason: outcome.reason }, at);
  return undefined;
}

/** `matches regex`: found anywhere in the text. */
export function matchesRegex(text: string, pattern: string, session: Session, at: Place): boolean {
  session.spend(text.length >> 6);
  return compiledFor(session, pattern, at)?.test(text) ?? false;
}

/** Unbounded repetitions of an expression, and whether one holds another. */
function repeats(node: RegexNode, within: boolean): { readonly count: number; readonly nested: boolean } {
  const own = node.kind === 'repeat' && (node.max === undefined || node.max > 64);
  let [count, nested] = [own ? 1 : 0, own && within];
  for (const child of children(node)) {
    const inner = repeats(child, within || own);
    count += inner.count;
    nested ||= inner.nested;
  }
  return { count, nested };
}

/** The steps a backtracking engine may take; only it knows where the groups matched. */
const MOST_STEPS = 1e10;
function tooCostly(regex: Regex, length: number): boolean {
  const { count, nested } = repeats(regex.node, false);
  return (nested && length > 24) || length ** (count + 1) > MOST_STEPS;
}

function captureOf(regex: Regex): Outcome<RegExp> {
  if (mayForget(regex.node)) return { reason: 'a group that not every round of its repetition fills' };
  return new RegExp(captureText(regex.node), 'gsu');
}

/** An expression with groups, for one text; undefined where it was reported that it cannot be used. */
function capturing(text: string, pattern: string, session: Session, at: Place): RegExp | undefined {
  const found = compiledFor(session, pattern, at);
  if (found === undefined) return undefined;
  const outcome = tooCostly(found.regex, text.length)
    ? { reason: 'groups of nested repetitions are not looked for in a text of this length' }
    : memo(captures, session, pattern, () => captureOf(found.regex));
  if (!failed(outcome)) return outcome;
  session.report('kusto/bad-regex', { pattern, reason: outcome.reason }, at);
  return undefined;
}

/** All matches from left to right that do not overlap; none where the matcher finds none, at no cost. */
export function allMatches(text: string, pattern: string, session: Session, at: Place): readonly RegExpMatchArray[] {
  if (!matchesRegex(text, pattern, session, at)) return [];
  const found = capturing(text, pattern, session, at);
  return found === undefined ? [] : [...text.matchAll(found)];
}
