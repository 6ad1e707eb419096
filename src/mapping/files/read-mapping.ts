import { diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { entryOf, type Read } from '../../formats/located.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { SourceText } from '../../text/source-text.ts';
import { readPipeline } from '../pipeline/read-pipeline.ts';
import type { Stage } from '../route.ts';
import { readPack } from './read-pack.ts';

/**
 * Reads a mapping of the user's own: a pack (docs/mapping.md), or a processing pipeline of pySigma.
 * Without a value there is at least one error; every diagnostic has its place.
 */
export function readMapping(source: SourceText): Read<Stage> {
  const { value: documents = [], diagnostics } = readYaml(source);
  if (diagnostics.some(isError)) return { diagnostics };
  const [document] = documents;
  const read = entryOf(document, 'transformations') ? readPipeline : entryOf(document, 'tables') ? readPack : undefined;
  if (!document || !read) {
    const span = document?.span ?? { source, start: 0, end: 0 };
    return { diagnostics: [...diagnostics, diagnostic('mapping/neither', {}, span)] };
  }
  const found = read(document);
  return { ...found, diagnostics: [...diagnostics, ...found.diagnostics] };
}
