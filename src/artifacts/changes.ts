import { type Diagnostic, diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { Printable } from '../formats/print-yaml.ts';
import type { ArtifactInput, Written } from './artifact.ts';
import type { Fact } from './facts.ts';
import { violations } from './facts.ts';

/** Warnings about what an artefact says otherwise than its rule, each sentence once. */
export const changes = (artifact: string, remarks: readonly string[], { span }: ArtifactInput): readonly Diagnostic[] =>
  [...new Set(remarks)].map((what) => diagnostic('artifact/changed', { artifact, what }, span));

/** A document as text where it keeps the rules of its format, else what it breaks. */
export function checked(
  artifact: string,
  document: Printable,
  fact: Fact,
  input: ArtifactInput,
  { print, remarks, errors = [] }: { print: () => string; remarks: readonly string[]; errors?: readonly Diagnostic[] },
): Written {
  const found = [...errors, ...violations(artifact, document, fact, input.span)];
  const diagnostics = [...found, ...changes(artifact, remarks, input)];
  return diagnostics.some(isError) ? { diagnostics } : { text: print(), diagnostics };
}
