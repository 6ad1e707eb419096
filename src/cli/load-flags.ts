import { readFileSync } from 'node:fs';
import { diagnostic, type LoadOptions, readSchema, SourceText } from '../index.ts';
import { Report } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Flags that say how rules are read. */
export interface LoadFlags {
  readonly schema?: string;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
}

/** Reads the schema file, if one is named, then runs. */
export function loadOptions(flags: LoadFlags, run: (load: LoadOptions) => ExitCode): ExitCode {
  const base: LoadOptions = {
    ...(flags.timestampField !== undefined && { timestampField: flags.timestampField }),
    ...(flags.tiebreakerField !== undefined && { tiebreakerField: flags.tiebreakerField }),
  };
  if (flags.schema === undefined) return run(base);
  const report = new Report();
  let text: string;
  try {
    text = readFileSync(flags.schema, 'utf8');
  } catch (error) {
    report.show(
      diagnostic('cli/unreadable', {
        path: flags.schema,
        reason: error instanceof Error ? error.message : String(error),
      }),
      EXIT.usage,
    );
    return report.code;
  }
  const { schema, diagnostics } = readSchema(new SourceText(flags.schema, text));
  for (const found of diagnostics) report.show(found, EXIT.usage);
  return schema ? run({ ...base, schema }) : report.code;
}
