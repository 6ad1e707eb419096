import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { kindOf, type Located } from '../../formats/located.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { SourceText } from '../../text/source-text.ts';

/** Text, or a number as it is written. */
const textOf = (node: Located): string | undefined =>
  node.kind === 'scalar' && node.value !== null && typeof node.value !== 'boolean'
    ? typeof node.value === 'string'
      ? node.value
      : node.raw
    : undefined;

function textsOf(key: string, node: Located, found: Diagnostic[]): readonly string[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length === 0) found.push(diagnostic('sigma/empty-values', {}, node.span));
  return items.flatMap((item) => {
    const text = textOf(item);
    if (text === undefined)
      found.push(diagnostic('container/bad-field', { field: key, expected: 'text', found: kindOf(item) }, item.span));
    return text ?? [];
  });
}

/** Reads the values of placeholders: a YAML map of names to a text or a list of texts. */
export function readPlaceholders(source: SourceText): {
  readonly placeholders: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { value: documents = [], diagnostics } = readYaml(source);
  const found = [...diagnostics];
  const placeholders = new Map<string, readonly string[]>();
  for (const document of documents) {
    if (document.kind !== 'map') {
      found.push(diagnostic('sigma/not-a-map', { found: kindOf(document) }, document.span));
      continue;
    }
    for (const { key, value } of document.entries)
      placeholders.set(key, [...(placeholders.get(key) ?? []), ...textsOf(key, value, found)]);
  }
  return { placeholders, diagnostics: found };
}
