import { backends } from '../backends/index.ts';
import { type Conversion, convertRule, isUsable, loadRuleSet, loadRules } from '../src/compile.ts';
import { FIDELITIES, type Fidelity } from '../src/target/ledger.ts';
import { SourceText } from '../src/text/source-text.ts';
import { isUnavailable, type Usable } from '../src/verify/runner.ts';
import { runners } from '../src/verify/runners/index.ts';

/** A published collection of rules, by its file below the corpus. */
interface Collection {
  readonly title: string;
  readonly file: string;
  readonly load: (text: string) => readonly Usable[];
}

const lines = <T>(text: string): readonly T[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);

export const collections: readonly Collection[] = [
  {
    title: "Elastic's EQL rules",
    file: 'elastic/eql_rules.ndjson',
    load: (text) =>
      lines<{ path: string; toml: string }>(text)
        .flatMap(({ path, toml }) => loadRules(new SourceText(path, toml)).rules)
        .filter(isUsable),
  },
  {
    title: "SigmaHQ's rules",
    file: 'sigma/rules/rules.ndjson',
    load: (text) =>
      loadRuleSet(lines<{ path: string; yaml: string }>(text).map(({ path, yaml }) => new SourceText(path, yaml)))
        .flatMap(({ rules }) => rules)
        .filter(isUsable),
  },
];

/** What a target's outputs for the rules of a collection say of themselves. */
export interface Share {
  readonly target: string;
  readonly rules: number;
  readonly fidelities: { readonly [F in Fidelity]: number };
  /** How many conditional outputs make each assumption; one may make several. */
  readonly assumptions: ReadonlyMap<string, number>;
}

function countedBy<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

export function shareOf(target: string, conversions: readonly Pick<Conversion, 'fidelity' | 'assumes'>[]): Share {
  const counts = countedBy(conversions.map(({ fidelity }) => fidelity));
  const fidelities = Object.fromEntries(FIDELITIES.map((name) => [name, counts.get(name) ?? 0]));
  const assumed = conversions.filter(({ fidelity }) => fidelity === 'conditional').flatMap(({ assumes }) => assumes);
  const byCount = [...countedBy(assumed)].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return {
    target,
    rules: conversions.length,
    fidelities: fidelities as Share['fidelities'],
    assumptions: new Map(byCount),
  };
}

/** The part of the rules whose output is exact, or exact under named assumptions; in percent, rounded down to a tenth. */
export const kept = ({ rules, fidelities: { exact, conditional } }: Share): number =>
  rules === 0 ? 0 : Math.floor(((exact + conditional) / rules) * 1000) / 10;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export const HEAD = ['target', 'rules', ...FIDELITIES, 'exact or conditional'] as const;

export function shareTable(shares: readonly Share[]): string {
  const rows = shares.map((share) => [
    `\`${share.target}\``,
    String(share.rules),
    ...FIDELITIES.map((name) => String(share.fidelities[name])),
    `${kept(share).toFixed(1)} %`,
  ]);
  return table(HEAD, rows);
}

/** One column a target: how many of its conditional outputs make an assumption. */
export function assumptionTable(shares: readonly Share[]): string {
  const ids = [...new Set(shares.flatMap(({ assumptions }) => [...assumptions.keys()]))].sort();
  const made = shares.filter(({ assumptions }) => assumptions.size > 0);
  if (ids.length === 0) return 'No output makes an assumption.';
  return table(
    ['assumption', ...made.map(({ target }) => `\`${target}\``)],
    ids.map((id) => [`\`${id}\``, ...made.map(({ assumptions }) => String(assumptions.get(id) ?? ''))]),
  );
}

/** What runs the outputs of a target here, with its version. */
export interface Judge {
  readonly target: string;
  readonly name: string;
  readonly version: string;
}

/** What runs the outputs of every target on this machine. */
export async function judges(version: string): Promise<readonly Judge[]> {
  const found: Judge[] = [];
  for (const { id } of backends) {
    const runner = await runners[id]?.(version);
    if (!runner || isUnavailable(runner)) found.push({ target: id, name: runner?.missing ?? 'nothing', version: '' });
    else {
      found.push({ target: id, name: runner.name, version: runner.version });
      await runner.close();
    }
  }
  return found;
}

export interface Section {
  readonly title: string;
  readonly kind: 'event' | 'stateful';
  readonly shares: readonly Share[];
}

const sectionText = ({ title, kind, shares }: Section): string =>
  [
    `## ${title}: ${kind} rules (${shares[0]?.rules ?? 0})`,
    shareTable(shares),
    '### Assumptions of the conditional outputs',
    assumptionTable(shares),
  ].join('\n\n');

/** The text of `docs/fidelity.md`. */
export function fidelityDocs(date: string, held: readonly Judge[], sections: readonly Section[]): string {
  const intro = [
    '# Fidelity',
    `Made by \`npm run fidelity\` on ${date}; do not edit.`,
    'How many rules of the published collections each target says exactly, exactly under named assumptions about the data (`conditional`), or otherwise, by what each output says of itself. An output may make several assumptions. The figures are what the outputs say; the suites `roundtrip/…` of `npm run conformance` run them against the rules, for the targets that have such a suite.',
    '## What runs the outputs',
    table(
      ['target', 'run by', 'version'],
      held.map(({ target, name, version }) => [`\`${target}\``, name, version]),
    ),
  ];
  return `${[...intro, ...sections.map(sectionText)].join('\n\n')}\n`;
}

export function sectionsOf({ title }: Pick<Collection, 'title'>, rules: readonly Usable[]): readonly Section[] {
  const kinds = [
    { kind: 'event', some: rules.filter(({ rule }) => rule.query.kind === 'event') },
    { kind: 'stateful', some: rules.filter(({ rule }) => rule.query.kind !== 'event') },
  ] as const;
  return kinds
    .filter(({ some }) => some.length > 0)
    .map(({ kind, some }) => ({
      title,
      kind,
      shares: backends.map((backend) =>
        shareOf(
          backend.id,
          some.map((loaded) => convertRule(loaded, backend)),
        ),
      ),
    }));
}
