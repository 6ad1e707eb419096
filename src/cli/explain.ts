import {
  type Backend,
  backends,
  type Conversion,
  convertRule,
  isUsable,
  keywordAssumptions,
  type LoadedRule,
  type LoadOptions,
  listNameAssumptions,
  printQuery,
} from '../index.ts';
import { out, Report } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Written } from './load-flags.ts';
import { readRuleSet } from './rule-set.ts';

const indented = (text: string): string => text.replace(/^/gm, '  ');

function facts({ metadata }: LoadedRule): string {
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['id', metadata.ruleId],
    ['severity', metadata.severity],
    ['risk score', metadata.riskScore],
    ['runs every', metadata.schedule?.interval],
    ['looks back to', metadata.schedule?.from],
    ['reads', metadata.index?.join(', ')],
    [
      'threat',
      metadata.threat
        ?.flatMap(({ tactic, techniques }) => [tactic?.name, ...techniques.map(({ id }) => id)])
        .join(', '),
    ],
  ];
  return rows
    .flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`${label}: ${value}\n`]))
    .join('');
}

/** The assumptions in words, then every entry that is neither exact nor one of them; repeated reasons once. */
function reasons(conversion: Conversion, backend: Backend): readonly string[] {
  const sentenceOf = (id: string): string =>
    (backend.assumptions[id] ?? keywordAssumptions[id] ?? listNameAssumptions[id])?.sentence ?? '';
  const assumed = conversion.assumes.map((id) => `assumes ${id}: ${sentenceOf(id)}`);
  const others = conversion.ledger.flatMap((entry) =>
    entry.effect === 'exact' || entry.effect === 'conditional' ? [] : [`${entry.effect}: ${entry.why}`],
  );
  return [...new Set([...assumed, ...others])];
}

function fares(loaded: LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> }, written: Written): string {
  const width = Math.max(...backends.map(({ id }) => id.length));
  return backends
    .map((backend) => {
      const conversion = convertRule(loaded, backend, written);
      const lines = reasons(conversion, backend).map((why) => `  ${' '.repeat(width)}  ${why}\n`);
      return `  ${backend.id.padEnd(width)}  ${conversion.fidelity}\n${lines.join('')}`;
    })
    .join('');
}

function explainRule(loaded: LoadedRule, written: Written): string {
  const title = `${loaded.metadata.name ?? 'rule without a name'}\n`;
  if (!isUsable(loaded)) return `${title}has no meaning that isorule can read: see the messages\n`;
  const around = loaded.around.map((entry) => `  ${entry.construct}: ${entry.why}\n`).join('');
  const meaning = `\nmatches\n${indented(printQuery(loaded.rule.query))}\n`;
  return `${title}${facts(loaded)}${meaning}${around && `\naround the query\n${around}`}\ntargets\n${fares(loaded, written)}`;
}

/** Says in words what rules mean and how each target fares. */
export function explain(paths: readonly string[], load: LoadOptions, written: Written): ExitCode {
  const report = new Report();
  const texts: string[] = [];
  for (const { rules } of readRuleSet(paths, load, report))
    texts.push(...rules.map((rule) => explainRule(rule, written)));
  out(texts.join('\n'));
  return report.code;
}
