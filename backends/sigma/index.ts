import { type Printable, printYaml } from '../../src/formats/print-yaml.ts';
import { filterCondition } from '../../src/ir/build.ts';
import type { EventQuery } from '../../src/ir/query.ts';
import { onQuery } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfCond, mapCond } from '../../src/ir/walk.ts';
import type { Backend, Emission, EmitOptions } from '../../src/target/backend.ts';
import { remarkLines } from '../../src/target/header.ts';
import type { Note } from '../../src/target/ledger.ts';
import { assumptions } from './assumptions.ts';
import { emitCorrelation } from './correlation.ts';
import { constantDetection, type Detection, detectionOf } from './detection.ts';
import { LISTS } from './documents.ts';
import { emitCond } from './emit-cond.ts';
import { logSourceOf } from './logsource.ts';
import { head, logSource, tail } from './metadata.ts';
import { emitSequence } from './stateful.ts';
import { tidy } from './tidy.ts';

const TIMELESS = 'a correlation of Sigma needs a time span, and a sample knows no time';
const refused = (construct: string, why: string, origin: Note['origin']): Emission => ({
  notes: [{ effect: 'unsupported', construct, why, ...(origin && { origin }) }],
  requires: [],
  trace: [],
});

function document(rule: Rule, { filter }: EventQuery, detection: Detection): string {
  const entries: readonly (readonly [string, Printable])[] = [
    ...head(rule),
    ['logsource', logSource(logSourceOf(rule, filter))],
    ['detection', detection],
    ...tail(rule),
  ];
  return printYaml(new Map(entries), { dates: ['date', 'modified'] });
}

function eventRule(rule: Rule, query: EventQuery): Emission {
  const [pipe] = query.pipes;
  if (pipe)
    return refused(pipe.kind, 'a Sigma rule finds every event and has no way to keep some of them', pipe.origin);
  const condition = mapCond(filterCondition(query.filter), (node) => node);
  const requires = fieldsOfCond(condition).some(({ list }) => list) ? [LISTS] : [];
  if (condition.kind === 'true' || condition.kind === 'false') {
    const detection = constantDetection(rule.time.timestamp, condition.kind === 'true');
    return { text: document(rule, query, detection), notes: [], requires, trace: [] };
  }
  const { tree, notes } = emitCond(condition);
  if (!tree) return { notes, requires: [], trace: [] };
  // A Sigma rule has its author's order already, and comes back as it was.
  const detection = detectionOf(rule.language === 'sigma' ? tree : tidy(tree));
  return { text: document(rule, query, detection), notes, requires, trace: [] };
}

const emitted = (rule: Rule, options: EmitOptions): Emission =>
  onQuery<Emission>(rule.query, {
    event: (node) => eventRule(rule, node),
    sequence: (node) => emitSequence(rule, node, options),
    sample: (node) => refused('sample', TIMELESS, node.origin),
    correlation: (node) => emitCorrelation(rule, node, options),
  });

function emit(rule: Rule, options: EmitOptions): Emission {
  const emission = emitted(rule, options);
  const remarks = remarkLines(options).map((line) => `# ${line}\n`);
  return emission.text === undefined ? emission : { ...emission, text: [...remarks, emission.text].join('') };
}

/** A complete Sigma rule. It says all in YAML keys, so that `comments` adds the look-back of a sequence alone; remarks lead as YAML comments. */
export const sigma: Backend = {
  id: 'sigma',
  name: 'Sigma',
  summary: 'Sigma 2.1 rule in YAML, with the metadata of the source',
  extension: '.yml',
  docs: 'https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html',
  assumptions,
  keywords: 'in-event',
  places: ['log-source'],
  emit,
};
