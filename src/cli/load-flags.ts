import { readFileSync } from 'node:fs';
import {
  type ConvertOptions,
  type Diagnostic,
  diagnostic,
  type LoadOptions,
  type NamedSchema,
  readPlaceholders,
  readSchema,
  SourceText,
} from '../index.ts';
import { Report } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { namedSchema, namesFile, unknownSchema } from './schemas.ts';

/** Flags that say how rules are read. */
export interface LoadFlags {
  /** The name of a schema that comes with isorule, or a file. */
  readonly schema?: string;
  readonly placeholders?: string;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
}

/** The text of a file that a flag names, or why it can't be read. */
export function readFlagged(path: string): SourceText | Diagnostic {
  try {
    return new SourceText(path, readFileSync(path, 'utf8'));
  } catch (error) {
    // A file that is not there or not readable is a wrong flag, and says so.
    return diagnostic('cli/unreadable', { path, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** How each flag that names a file changes the options. */
const FILES: readonly {
  readonly path: (flags: LoadFlags) => string | undefined;
  readonly read: (source: SourceText) => { readonly found: LoadOptions; readonly diagnostics: readonly Diagnostic[] };
}[] = [
  {
    path: ({ schema }) => (schema !== undefined && namesFile(schema) ? schema : undefined),
    read: (source) => {
      const { schema, diagnostics } = readSchema(source);
      return { found: schema ? { schema } : {}, diagnostics };
    },
  },
  {
    path: ({ placeholders }) => placeholders,
    read: (source) => {
      const { placeholders, diagnostics } = readPlaceholders(source);
      return { found: { placeholders }, diagnostics };
    },
  },
];

/** What a schema says of outputs. */
export type Written = Pick<ConvertOptions, 'layout' | 'listNames'>;

const writtenBy = ({ layout, listNames = 'plain' }: NamedSchema): Written => ({ layout, listNames });

function plainOptions({ timestampField, tiebreakerField }: LoadFlags, named: NamedSchema | undefined): LoadOptions {
  const timestamp = timestampField ?? named?.time;
  return {
    ...(named && { schema: named.fields }),
    ...(named?.taxonomy !== undefined && { taxonomy: named.taxonomy }),
    ...(timestamp !== undefined && { timestampField: timestamp }),
    ...(tiebreakerField !== undefined && { tiebreakerField }),
  };
}

/** Reads the files and schemas that the flags name, then runs. */
export async function loadOptions(
  flags: LoadFlags,
  run: (load: LoadOptions, written: Written) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  const named = namedSchema(flags.schema);
  let options = plainOptions(flags, named);
  const report = new Report();
  if (flags.schema !== undefined && !named && !namesFile(flags.schema))
    report.show(unknownSchema(flags.schema), EXIT.usage);
  for (const { path, read } of FILES) {
    const name = path(flags);
    const source = name === undefined ? undefined : readFlagged(name);
    if (!source) continue;
    if (!(source instanceof SourceText)) {
      report.show(source, EXIT.usage);
      continue;
    }
    const { found, diagnostics } = read(source);
    for (const one of diagnostics) report.show(one, EXIT.usage);
    options = { ...options, ...found };
  }
  return report.code === EXIT.ok ? run(options, named ? writtenBy(named) : {}) : report.code;
}
