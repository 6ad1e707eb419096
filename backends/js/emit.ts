import { filterCondition } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import type { EventQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { type Connectives, emitCond, exactly } from '../../src/target/emit-cond.ts';
import { bracketed, type Frag, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';

import { type Layout, layout } from '../../src/target/layout.ts';
import { lookBackLines, lookBackOf } from '../../src/target/look-back.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { hasValueTest, keywordHolds, leafTest } from './leaf.ts';
import { LOGICAL, UNARY } from './levels.ts';
import { array, comment, constant, string } from './lexical.ts';
import { type HelperName, Module } from './module.ts';
import { Planner, type WriteTest } from './plan.ts';
import { runtimeSource } from './runtime-source.generated.ts';

const CONNECTIVES: Connectives = {
  and: { word: '&&', level: LOGICAL },
  or: { word: '||', level: LOGICAL },
  not: { emit: (operand) => q(UNARY)`!${operand}`, operandLevel: 0 },
  true: raw('true'),
  false: raw('false'),
  longestChain: 500,
  alwaysBracket: false,
};

const condition = (module: Module, cond: Cond): Frag =>
  emitCond(cond, CONNECTIVES, {
    leaf: (node) => exactly(leafTest(module, node).text),
    'has-value': (node) => exactly(hasValueTest(module, node).text),
    'has-key': (node) => exactly(module.key(node.field.name).text),
    keyword: (node) => exactly(keywordHolds(module, node).text),
  }).frag;

/** A helper with all that it needs, each once, what is needed first. */
function withNeeds(helpers: Iterable<HelperName>): readonly HelperName[] {
  const done = new Set<HelperName>();
  const add = (name: HelperName): void => {
    if (done.has(name)) return;
    for (const need of runtimeSource[name].needs) if (need !== name) add(need);
    done.add(name);
  };
  for (const name of [...helpers].sort()) add(name);
  return [...done];
}

function metadataText({ metadata }: Rule): Frag {
  const facts: readonly (readonly [string, Frag | undefined])[] = [
    ['id', metadata.ruleId === undefined ? undefined : string(metadata.ruleId)],
    ['title', metadata.name === undefined ? undefined : string(metadata.name)],
    ['severity', metadata.severity === undefined ? undefined : string(metadata.severity)],
    ['riskScore', metadata.riskScore === undefined ? undefined : constant(metadata.riskScore)],
    ['tags', metadata.tags && array(metadata.tags.map(string))],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [q(0)`  ${raw(name)}: ${value},\n`] : []));
  return { level: 0, doc: ['{\n', ...rows.map((row) => row.doc), '}'] };
}

/** Moves a laid-out text to the right; no literal holds a line end. */
function indented({ text, trace }: Layout, by: number, start: number): Layout {
  const source = new SourceText('', text);
  const shift = (offset: number) => start + offset + by * (source.position(offset).line - 1);
  return {
    text: text.replaceAll('\n', `\n${' '.repeat(by)}`),
    trace: trace.map((entry) => ({ ...entry, start: shift(entry.start), end: shift(entry.end) })),
  };
}

/** What stands behind `return`: in brackets where it takes several lines. */
function returned(test: Frag): Layout {
  const { text, trace } = layout(bracketed(test));
  if (text.includes('\n')) return { text, trace };
  return {
    text: text.slice(1, -1),
    trace: trace.map((entry) => ({ ...entry, start: entry.start - 1, end: entry.end - 1 })),
  };
}

const written = (frag: Frag): string => layout(frag).text;

/** A condition on its way into a module: complete, and not yet laid out. */
interface WrittenTest {
  readonly name: Frag;
  readonly remark: string;
  readonly test: Frag;
  readonly locals: readonly string[];
}

/** A condition of a module as a function of an event. */
function writeTest(module: Module, cond: Cond, name: Frag, remark: string): WrittenTest {
  const test = condition(module, cond);
  return { name, remark, test, locals: module.keepElements() };
}

/** Functions one after another, behind a text. */
function appendTests(lead: string, tests: readonly WrittenTest[], keyword: string): Layout {
  let text = lead;
  const trace: Layout['trace'][number][] = [];
  for (const { name, remark, test, locals } of tests) {
    text += `/** ${remark} */\n${keyword} ${written(name)}(event) {\n`;
    if (locals.length > 0) text += `  let ${locals.join(', ')};\n`;
    text += '  return ';
    const body = indented(returned(test), 2, text.length);
    trace.push(...body.trace);
    text += `${body.text};\n}\n\n`;
  }
  return { text, trace };
}

/** The helpers of a module: what they share, and what they are. */
function helperSections(module: Module): readonly [readonly string[], readonly string[]] {
  const helpers = withNeeds(module.helpers);
  const texts = (isConstant: boolean): readonly string[] =>
    helpers.filter((name) => runtimeSource[name].isConstant === isConstant).map((name) => runtimeSource[name].text);
  return [
    section('// What the helpers at the end share', texts(true), '\n'),
    section('// Helpers', texts(false), '\n\n'),
  ];
}

/** What stands above everything else: comments, and `rule`. */
const beginning = (rule: Rule, options: EmitOptions, lookBack: readonly string[] = []): readonly string[] => [
  ...[...headerLines(rule, options), ...(options.comments ? lookBack : [])].map((line) => written(comment(line))),
  `export const rule = ${written(metadataText(rule))};`,
  '',
];

/** Readers of fields first, then constants. */
function bindingLines({ bindings }: Module): readonly string[] {
  const isConstant = ({ name }: { readonly name: string }) => name === name.toUpperCase();
  return [...bindings.filter((row) => !isConstant(row)), ...bindings.filter(isConstant)].map(
    ({ name, value, remark }) => {
      const lead = remark === undefined ? '' : `${written(comment(remark))}\n`;
      return `${lead}${written(q(0)`const ${raw(name)} = ${value};`)}`;
    },
  );
}

/** What `head` and `tail` keep, in the order of time. */
function selectText(module: Module, rule: Rule, query: EventQuery): readonly string[] {
  if (query.pipes.length === 0) return [];
  const { timestamp, tiebreaker } = rule.time;
  const time = written(q(0)`${module.use('field')}(${string(timestamp)}, ${module.use('asDate')})`);
  const tie =
    tiebreaker === undefined
      ? '() => []'
      : written(q(0)`${module.use('field')}(${string(tiebreaker)}, ${module.use('asScalar')})`);
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  const cuts = query.pipes.map(({ kind, count }) => `{ keep: '${kind}', count: ${count < limit ? count : limit} }`);
  return [
    '/** The events that the query returns: those that match, in the order of time, as far as its pipes keep them. */',
    'export function select(events) {',
    `  return ${written(module.use('inOrder'))}(events.filter(matches), ${time}, ${tie}, [${cuts.join(', ')}]);`,
    '}',
    '',
  ];
}

function section(title: string, blocks: readonly string[], separator: string): readonly string[] {
  return blocks.length === 0 ? [] : [title, '', blocks.join(separator), ''];
}

/** Writes an event query as a module. */
export function emitEventQuery(rule: Rule, query: EventQuery, options: EmitOptions): Emission {
  const module = new Module();
  const remark = 'Whether an event, as JSON.parse gives it, passes the rule.';
  const test = writeTest(module, filterCondition(query.filter), raw('matches'), remark);
  if (module.failures.length > 0) return { notes: module.failures, requires: [], trace: [] };
  const select = selectText(module, rule, query);
  const [shared, helpers] = helperSections(module);
  const head = [
    ...beginning(rule, options),
    ...shared,
    ...(module.bindings.length > 0 ? [...bindingLines(module), ''] : []),
    '',
  ];
  const { text, trace } = appendTests(head.join('\n'), [test], 'export function');
  return {
    text: text + [...select, 'export default matches;', '', ...helpers].join('\n'),
    notes: [],
    requires: [],
    trace,
  };
}

/** Writes a sequence, a sample or a correlation as a module that makes matchers. */
export function emitStatefulQuery(rule: Rule, build: (planner: Planner) => Frag, options: EmitOptions): Emission {
  const module = new Module();
  const tests: WrittenTest[] = [];
  const known = new Map<Cond, Frag>();
  const write: WriteTest = (cond, wanted) => {
    const name = known.get(cond) ?? module.declare(wanted);
    if (!known.has(cond)) tests.push(writeTest(module, cond, name, `Whether an event fits ${wanted}.`));
    known.set(cond, name);
    return { text: name, run: () => false };
  };
  const planner = new Planner(module, write);
  const machine = written(build(planner));
  const order = written(planner.order(rule).text);
  if (module.failures.length > 0) return { notes: module.failures, requires: [], trace: [] };
  const create = written(module.use('createMatcherOf'));
  const [shared, helpers] = helperSections(module);
  const lookBack = lookBackOf(rule);
  const head = [
    ...beginning(rule, options, lookBack && lookBackLines(lookBack)),
    ...shared,
    ...bindingLines(module),
    '',
    '',
  ];
  const { text, trace } = appendTests(head.join('\n'), tests, 'function');
  const tail = [
    `const machine = ${machine};`,
    '',
    `const order = ${order};`,
    '',
    '/**',
    ' * Makes a matcher for one stream of events, pushed in the order of time: `push(event)` and `flush(now)` give the matches that are complete,',
    ' * `flush()` ends the stream. Options: `maxKeys`, the most keys kept at once; `onDrop`, told of what is left out.',
    ' */',
    'export function createMatcher(options) {',
    `  return ${create}(machine, order, options);`,
    '}',
    '',
    'export default createMatcher;',
    '',
    ...helpers,
  ].join('\n');
  const requires = rule.query.kind === 'sample' ? [] : [inOrderOf(rule)];
  return { text: text + tail, notes: [], requires, trace, ...(lookBack && { lookBack }) };
}

const inOrderOf = ({ time: { timestamp, tiebreaker } }: Rule): string =>
  `events pushed in the order of ${timestamp}${tiebreaker === undefined ? '' : `, then of ${tiebreaker}`}; what comes late is left out and reported`;
