import { didYouMean } from '../base/did-you-mean.ts';
import { type Diagnostic, diagnostic, type NamedSchema, schemas } from '../index.ts';

const ids = schemas.map(({ id }) => id);

/** The names of the schemas, for help. */
export const schemaNames = (): string => ids.join(', ');

/** The schema that comes with isorule under a name. */
export const namedSchema = (name: string | undefined): NamedSchema | undefined => schemas.find(({ id }) => id === name);

/** Whether it is no name but a file: it has an ending or a folder. */
export const namesFile = (name: string): boolean => /[./\\]/.test(name);

export const unknownSchema = (name: string): Diagnostic =>
  diagnostic('schema/unknown', { name, near: didYouMean(name, ids), known: ids });

/** A table of the schemas, for `isorule schemas`. */
export function schemasTable(): string {
  const width = Math.max(...ids.map((id) => id.length));
  return schemas.map(({ id, summary }) => `${id.padEnd(width)}  ${summary}\n`).join('');
}
