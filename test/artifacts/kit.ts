import fc from 'fast-check';
import {
  type ArtifactConversion,
  artifacts,
  backends,
  type ConvertOptions,
  convertArtifact,
  isUsable,
  type LoadedRule,
  loadRules,
  messageOf,
  packs,
  routeOf,
  SourceText,
} from '../../src/index.ts';
import type { Rule, RuleMetadata } from '../../src/ir/rule.ts';

type Usable = LoadedRule & { readonly rule: Rule };

/** The first rule of a text. */
export function ruleIn(text: string, path: string): Usable {
  const { rules, diagnostics } = loadRules(new SourceText(path, text));
  const [rule] = rules.filter(isUsable);
  if (!rule) throw new Error([...diagnostics, ...rules.flatMap((one) => one.diagnostics)].map(messageOf).join('\n'));
  return rule;
}

/** A rule of detection-rules; `more` are lines of its table `[rule]`. */
export const tomlRule = (more: readonly string[] = [], query = 'process where process.name == "a.exe"'): Usable =>
  ruleIn(
    [
      '[rule]',
      'name = "A rule"',
      'rule_id = "11111111-2222-4333-8444-555555555555"',
      'type = "eql"',
      'language = "eql"',
      ...more,
      `query = '''\n${query}\n'''`,
    ].join('\n'),
    'rule.toml',
  );

export const SCHEDULED = [
  'description = "Finds a thing."',
  'severity = "high"',
  'risk_score = 73',
  'interval = "5m"',
  'from = "now-9m"',
];

/** A rule with other words about itself. */
export const withMetadata = (loaded: Usable, metadata: Partial<RuleMetadata>): Usable => {
  const merged = { ...loaded.metadata, ...metadata };
  return { ...loaded, metadata: merged, rule: { ...loaded.rule, metadata: { ...loaded.rule.metadata, ...metadata } } };
};

export interface Asked extends ConvertOptions {
  readonly target?: string;
  readonly to?: string;
}

/** A rule as a file; `to` names a mapping, `target` a backend where the artefact has several. */
export function made(loaded: Usable, id: string, { target, to, ...options }: Asked = {}): ArtifactConversion {
  const artifact = artifacts.find((one) => one.id === id);
  const backend = backends.find((one) => one.id === (target ?? artifact?.targets[0]));
  if (!artifact || !backend) throw new Error(`no artefact ${id}`);
  const mapping = to === undefined ? undefined : routeOf(to.split(','), loaded.rule.taxonomy, packs);
  if (to !== undefined && !mapping) throw new Error(`no mapping ${to}`);
  return convertArtifact(loaded, artifact, backend, { ...options, ...(mapping && { mapping }) });
}

export const said = ({ diagnostics }: ArtifactConversion): readonly string[] => diagnostics.map(messageOf);

/** The file, which must be there. */
export function textOf(conversion: ArtifactConversion): string {
  if (conversion.text === undefined)
    throw new Error(
      `not written: ${said(conversion).join('\n')} ${conversion.ledger.map(({ why }) => why).join('\n')}`,
    );
  return conversion.text;
}

/** Texts that try to break out of their place in one of the formats. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\n',
          '\r\n',
          '"',
          "'",
          '`',
          ']',
          '[',
          '--',
          '*/',
          '/*',
          '%',
          '{{',
          '}}',
          '${',
          '$x$',
          '\\',
          '\\\n',
          '#',
          ': ',
        ],
        ...[
          '- ',
          '|',
          '\t',
          '\u0000',
          '\u2028',
          '\u202e',
          "''",
          '"""',
          '```',
          ';',
          '[[',
          '=',
          'search = x',
          '%7B',
          '<b>',
          '\u{1f600}',
          '\ud800',
        ],
        ...['[stanza]', "[concat('a')]", '$result.x$', '&', '*', '!', '---', 'yes', '\u0085', '\ufeff', ' '],
      ),
      fc.string({ maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** Metadata whose every text is hostile. */
export const hostileMetadata: fc.Arbitrary<Partial<RuleMetadata>> = fc.record({
  name: hostileText,
  description: hostileText,
  note: hostileText,
  setup: hostileText,
  license: hostileText,
  author: fc.array(hostileText, { maxLength: 2 }),
  references: fc.array(hostileText, { maxLength: 2 }),
  falsePositives: fc.array(hostileText, { maxLength: 2 }),
  tags: fc.array(hostileText, { maxLength: 3 }),
});

/** A value that a query asks for, as an EQL string. */
export const hostileQuery = hostileText.map(
  (text) =>
    `process where process.name == ${JSON.stringify(text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ')).replaceAll("'''", '')}`,
);
