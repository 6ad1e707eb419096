import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf, type LocatedMap } from '../formats/located.ts';
import { readYaml } from '../formats/yaml.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import type { Envelope, Reading, SigmaKind } from './envelope.ts';
import { collect } from './sigma-collection.ts';
import { readLogSource, readSigmaMetadata, readTaxonomy } from './sigma-metadata.ts';
import { NO_SURROUNDINGS } from './surroundings.ts';

/** The section that makes a document what it is. One without any of them is a rule that lacks its detection. */
const KINDS: readonly SigmaKind[] = ['correlation', 'filter', 'detection'];

function kindOf(document: LocatedMap, found: Diagnostic[]): SigmaKind {
  const [first, second] = KINDS.flatMap((kind) => entryOf(document, kind) ?? []);
  if (first && second) found.push(diagnostic('sigma/two-kinds', { key: first.key, other: second.key }, second.keySpan));
  return KINDS.find((kind) => kind === first?.key) ?? 'detection';
}

function envelope(document: LocatedMap): Envelope {
  const problems: Diagnostic[] = [];
  const ruleType = kindOf(document, problems);
  const metadata = readSigmaMetadata(document, problems);
  const taxonomy = readTaxonomy(document, problems);
  const logSource = ruleType === 'correlation' ? undefined : readLogSource(document, problems);
  return {
    container: 'sigma-yaml',
    language: 'sigma',
    ruleType,
    document,
    metadata,
    taxonomy,
    ...(logSource && { logSource }),
    problems,
    surroundings: NO_SURROUNDINGS,
    unknown: [],
    span: document.span,
  };
}

function read(source: SourceText): Reading {
  const { value = [], diagnostics } = readYaml(source);
  const { documents, problems } = collect(value);
  const found = [...diagnostics, ...problems];
  if (documents.length > 0 || found.length > 0) return { envelopes: documents.map(envelope), diagnostics: found };
  const span = { source, start: 0, end: Math.min(1, source.text.length) };
  return { envelopes: [], diagnostics: [diagnostic('container/no-rule', { expected: 'a Sigma document' }, span)] };
}

/** Sigma rules, correlations and filters; a file may hold several. */
export const sigmaYaml: Container = {
  id: 'sigma-yaml',
  title: 'Sigma YAML',
  names: /\.ya?ml$/i,
  looksLike: (text) => /^\ufeff?(?:title|logsource|detection|correlation|action|filter)[ \t]*:/m.test(text),
  read,
};
