import { backends } from '../../../backends/index.ts';
import { kusto } from '../../../backends/kusto/index.ts';
import { convertRule, isUsable, loadRules, reasonOf } from '../../../src/compile.ts';
import type { Query } from '../../../src/ir/query.ts';
import { FIDELITIES, type Fidelity } from '../../../src/target/ledger.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite } from '../suite.ts';

const FILE = 'elastic/eql_rules.ndjson';

interface Fared {
  readonly kind: Query['kind'];
  readonly path: string;
  readonly fidelity: Fidelity;
  readonly reason: string;
}

/** Every target, and one with an option that changes what it can say. */
const TARGETS = [
  ...backends.map((backend) => ({ name: backend.id, backend, options: {} })),
  { name: 'kusto --no-scan', backend: kusto, options: { scan: false } },
];

/** How every published rule fares on every target. */
function fares(corpus: Corpus): ReadonlyMap<string, readonly Fared[]> {
  const rules = corpus
    .ndjson<{ path: string; toml: string }>(FILE)
    .flatMap(({ path, toml }) => loadRules(new SourceText(path, toml)).rules)
    .filter(isUsable);
  return new Map(
    TARGETS.map(({ name, backend, options }) => [
      name,
      rules.map((loaded) => {
        const conversion = convertRule(loaded, backend, options);
        const reason = conversion.fidelity === 'exact' ? '' : reasonOf(conversion);
        const { query, source } = loaded.rule;
        return { kind: query.kind, path: source.path, fidelity: conversion.fidelity, reason };
      }),
    ]),
  );
}

const cache = new WeakMap<Corpus, ReadonlyMap<string, readonly Fared[]>>();

function faredOf(corpus: Corpus): ReadonlyMap<string, readonly Fared[]> {
  const found = cache.get(corpus) ?? fares(corpus);
  cache.set(corpus, found);
  return found;
}

/** The part of the event rules that may be neither exact nor conditional; a target that is not named has no limit. */
const limitOf = (target: string): number => (target === 'js' ? 0 : target.startsWith('sql:') ? 0.05 : 1);

/** The part of the sequences that may have no output; a target that is not named has no limit. */
const sequenceLimitOf = (target: string): number =>
  target === 'js' || target.startsWith('sql:') ? 0 : target.startsWith('kusto') || target === 'splunk' ? 0.05 : 1;

const isEvent = ({ kind }: Fared): boolean => kind === 'event';

const isKept = ({ fidelity }: Fared): boolean => fidelity === 'exact' || fidelity === 'conditional';

function targetOutcome(target: string, fared: readonly Fared[]): Outcome {
  const events = fared.filter(isEvent);
  const lost = events.filter((one) => !isKept(one));
  if (events.length > 0 && lost.length / events.length > limitOf(target))
    return failed(`${lost.length} of ${events.length} event rules are neither exact nor conditional`);
  const sequences = fared.filter(({ kind }) => kind === 'sequence');
  const without = sequences.filter(({ fidelity }) => fidelity === 'unsupported');
  if (sequences.length > 0 && without.length / sequences.length > sequenceLimitOf(target))
    return failed(`${without.length} of ${sequences.length} sequences have no output`);
  const silent = fared.find(({ fidelity, reason }) => fidelity === 'unsupported' && reason === '');
  return silent ? failed(`${silent.path} is unsupported without a reason`) : PASSED;
}

function counts<T>(items: readonly T[]): readonly (readonly [T, number])[] {
  const found = new Map<T, number>();
  for (const item of items) found.set(item, (found.get(item) ?? 0) + 1);
  return [...found].sort(([, a], [, b]) => b - a);
}

function tableOf(all: ReadonlyMap<string, readonly Fared[]>, title: string, part: (one: Fared) => boolean): string {
  const width = Math.max(...[...all.keys(), title].map(({ length }) => length));
  const head = `${title.padEnd(width)} ${FIDELITIES.map((name) => name.padStart(12)).join('')}`;
  const rows = [...all].map(([target, fared]) => {
    const of = new Map(counts(fared.filter(part).map(({ fidelity }) => fidelity)));
    return `${target.padEnd(width)} ${FIDELITIES.map((name) => String(of.get(name) ?? 0).padStart(12)).join('')}`;
  });
  return [head, ...rows].join('\n');
}

/** Every reason for which rules of one kind are not exact, or have no output, each with the number of rules. */
function reasonsOf(all: ReadonlyMap<string, readonly Fared[]>, what: string, part: (one: Fared) => boolean): string {
  return [...all]
    .flatMap(([target, fared]) => {
      const reasons = fared.filter(part).map(({ fidelity, reason }) => `${fidelity}: ${reason}`);
      return counts(reasons).map(([reason, count]) => `${target}: ${String(count).padStart(4)} ${what} ${reason}`);
    })
    .join('\n');
}

/** How many of the published rules each target says exactly, and why some it can't say. */
export const fidelity: Suite = {
  name: 'elastic/fidelity',
  files: [FILE],
  *run(corpus): Iterable<CaseResult> {
    for (const [target, fared] of faredOf(corpus)) yield { case: target, outcome: targetOutcome(target, fared) };
  },
  appendix: (corpus) => {
    const all = faredOf(corpus);
    const unsupported = ({ fidelity }: Fared): boolean => fidelity === 'unsupported';
    return [
      tableOf(all, 'event rules', isEvent),
      tableOf(all, 'stateful rules', (one) => !isEvent(one)),
      reasonsOf(all, 'event rules', (one) => isEvent(one) && unsupported(one)),
      reasonsOf(all, 'stateful rules', (one) => !isEvent(one) && one.fidelity !== 'exact'),
    ].join('\n\n');
  },
};
