import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Container } from './container.ts';
import type { ContainerId, Reading } from './envelope.ts';
import { eql } from './eql.ts';
import { kibana } from './kibana.ts';
import { page } from './page.ts';
import { sigmaYaml } from './sigma-yaml.ts';
import { toml } from './toml.ts';

/** Every kind of rule file. Where two fit a file equally well, the first one takes it. */
export const containers: readonly Container[] = [toml, kibana, page, sigmaYaml, eql];

/** How well a container fits: what the text looks like counts more than the name of the file. */
function rank(container: Container, source: SourceText): number {
  const name = container.names.test(source.path) ? 1 : 0;
  return (container.looksLike(source.text) ? 2 : 0) + name;
}

const BEST = 3;

/** The kind of a rule file by its text and its name; nothing where neither says anything. */
export function detectContainer(source: SourceText): ContainerId | undefined {
  let found: { readonly id: ContainerId; readonly rank: number } | undefined;
  for (const container of containers) {
    const own = rank(container, source);
    if (own > (found?.rank ?? 0)) found = { id: container.id, rank: own };
    if (own === BEST) break;
  }
  return found?.id;
}

/**
 * Cuts the rules out of a file.
 *
 * @param hint The kind of the file, where the caller knows it.
 * @returns The rules in the order of the file, and what was wrong. Nothing is thrown for any text.
 */
export function readContainer(source: SourceText, hint?: ContainerId): Reading {
  const id = hint ?? detectContainer(source);
  const container = containers.find((one) => one.id === id);
  if (container) return container.read(source);
  const span = { source, start: 0, end: Math.min(source.text.length, 1) };
  return { envelopes: [], diagnostics: [diagnostic('container/unknown-format', {}, span)] };
}
