import { readMapping, type Stage } from '../index.ts';
import { out, Report } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { isInput, readInputs } from './inputs.ts';

function said(path: string, stage: Stage): string {
  if ('kind' in stage) return `${path}: the pipeline ${stage.name}, ${stage.items.length} transformations\n`;
  const fields = stage.tables.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0);
  return `${path}: the mapping ${stage.id} from ${stage.from}, ${stage.tables.length} tables, ${fields} fields\n`;
}

/** Reads mappings of the user's own, and says what is wrong with them. */
export function checkMapping(paths: readonly string[]): ExitCode {
  const report = new Report();
  for (const input of readInputs(paths)) {
    if (!isInput(input)) {
      report.show(input, EXIT.usage);
      continue;
    }
    const { source } = input;
    const { value, diagnostics } = readMapping(source);
    for (const one of diagnostics) report.show(one, EXIT.ruleErrors);
    if (value) out(said(source.path, value));
  }
  return report.code;
}
