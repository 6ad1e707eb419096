import type { Pipeline } from './pipeline.ts';

/** Texts for the names of placeholders. */
type Values = Pick<ReadonlyMap<string, readonly string[]>, 'get'>;

/**
 * What stands for the placeholders of rules: what the user handed in, else what the first pipeline says that concerns itself with the
 * name: the values of a variable, or a wildcard.
 */
export const pipelinePlaceholders = (pipelines: readonly Pipeline[], own: Values = new Map()): Values => ({
  get: (name) => own.get(name) ?? pipelines.map((pipeline) => valuesIn(pipeline, name)).find((found) => found),
});

function valuesIn({ placeholders, variables }: Pipeline, name: string): readonly string[] | undefined {
  for (const { kind, concerns } of placeholders) {
    if (!concerns(name)) continue;
    const values = kind === 'wildcard' ? ['*'] : variables.get(name);
    if (values) return values;
  }
  return undefined;
}
