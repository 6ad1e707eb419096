import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Located } from '../formats/located.ts';
import { readYaml } from '../formats/yaml.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import type { Envelope, Reading } from './envelope.ts';
import { NO_SURROUNDINGS } from './surroundings.ts';

/** What a Sigma document means is not known here: it goes on whole, the front end reads it. */
function envelope(document: Located, source: SourceText): Envelope {
  return {
    container: 'sigma-yaml',
    language: 'sigma',
    ruleType: 'sigma',
    document,
    metadata: { sourcePath: source.path },
    surroundings: NO_SURROUNDINGS,
    unknown: [],
    span: document.span,
  };
}

function read(source: SourceText): Reading {
  const { value = [], diagnostics } = readYaml(source);
  const envelopes = value.map((document) => envelope(document, source));
  if (envelopes.length > 0 || diagnostics.length > 0) return { envelopes, diagnostics };
  const span = { source, start: 0, end: Math.min(1, source.text.length) };
  return { envelopes, diagnostics: [diagnostic('container/no-rule', { expected: 'a Sigma document' }, span)] };
}

/** Sigma rules, correlations and filters; a file may hold several. */
export const sigmaYaml: Container = {
  id: 'sigma-yaml',
  title: 'Sigma YAML',
  names: /\.ya?ml$/i,
  looksLike: (text) => /^\ufeff?(?:title|logsource|detection|correlation|action|filter)[ \t]*:/m.test(text),
  read,
};
