import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { get, type Located } from '../formats/located.ts';
import { compact, field, takeText } from '../formats/take.ts';
import { readToml } from '../formats/toml.ts';
import type { RuleMetadata } from '../ir/rule.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import { readElasticRule } from './elastic-rule.ts';
import type { Reading } from './envelope.ts';
import { takeDate } from './rule-fields.ts';

/** The table `[metadata]` of a detection-rules file. */
function around(metadata: Located | undefined, path: string, found: Diagnostic[]): RuleMetadata {
  return compact<RuleMetadata>({
    creationDate: field(metadata, 'creation_date', takeDate, found),
    updatedDate: field(metadata, 'updated_date', takeDate, found),
    status: field(metadata, 'maturity', takeText, found),
    sourcePath: path,
  });
}

function read(source: SourceText): Reading {
  const { value, diagnostics } = readToml(source);
  if (!value) return { envelopes: [], diagnostics };
  const found = [...diagnostics];
  const rule = get(value, 'rule');
  if (rule?.kind !== 'map') {
    found.push(
      diagnostic('container/no-rule', { expected: 'a table `[rule]`' }, rule?.span ?? { ...value.span, end: 0 }),
    );
    return { envelopes: [], diagnostics: found };
  }
  const metadata = around(get(value, 'metadata'), source.path, found);
  const context = { container: 'toml', metadata, exceptions: new Map(), unknown: ['version', 'enabled'] } as const;
  const envelope = readElasticRule(rule, context, found);
  return { envelopes: envelope ? [envelope] : [], diagnostics: found };
}

/** A rule file of elastic/detection-rules. */
export const toml: Container = {
  id: 'toml',
  title: 'detection-rules TOML',
  names: /\.toml$/i,
  looksLike: (text) => /^\[(?:metadata|rule)\][ \t]*(?:#.*)?\r?$/m.test(text),
  read,
};
