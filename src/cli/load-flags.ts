import { readFileSync } from 'node:fs';
import { type Diagnostic, diagnostic, type LoadOptions, readPlaceholders, readSchema, SourceText } from '../index.ts';
import { Report } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Flags that say how rules are read. */
export interface LoadFlags {
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
    path: ({ schema }) => schema,
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

/** Reads the files that the flags name, then runs. */
export async function loadOptions(
  flags: LoadFlags,
  run: (load: LoadOptions) => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  let options: LoadOptions = {
    ...(flags.timestampField !== undefined && { timestampField: flags.timestampField }),
    ...(flags.tiebreakerField !== undefined && { tiebreakerField: flags.tiebreakerField }),
  };
  const report = new Report();
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
  return report.code === EXIT.ok ? run(options) : report.code;
}
