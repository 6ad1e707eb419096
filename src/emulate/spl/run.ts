import { parseSpl } from '../../../grammars/spl/parse.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { SourceText } from '../../text/source-text.ts';
import type { Stage } from './commands/command.ts';
import { Context, Exhausted, type SplOptions } from './context.ts';
import { expandMacros } from './macros.ts';
import { compilePipeline } from './pipeline.ts';
import type { ReadingName } from './readings.ts';
import { plainRow, type Row, rowOf, type SplRow } from './value.ts';

export interface SplResult {
  readonly rows: readonly SplRow[];
  /** If one is an error, the rows are not what Splunk would give. */
  readonly diagnostics: readonly Diagnostic[];
  /** The open questions that this run met: under other answers the result may be another. */
  readonly asked: readonly ReadingName[];
}

function within(stage: Stage, rows: readonly Row[]): readonly Row[] {
  try {
    return stage(rows);
  } catch (error) {
    if (error instanceof Exhausted) return [];
    throw error;
  }
}

/**
 * Runs a search over events as Splunk's documents say it runs. What the documents do not say, or the emulator does not
 * know, is an error among the diagnostics, never a guess; where two readings exist, `options.readings` chooses.
 *
 * @param events in the order in which the search would get them (Splunk hands them over newest first)
 */
export function runSpl(query: string, events: readonly SplRow[], options: Partial<SplOptions> = {}): SplResult {
  const context = new Context(options);
  const source = expandMacros(new SourceText('search', query), options.macros ?? {});
  const parsed = parseSpl(source);
  if (!parsed.tree) return { rows: [], diagnostics: parsed.diagnostics, asked: [] };
  const stage = compilePipeline(parsed.tree, context);
  const rows = context.diagnostics.length > 0 ? [] : within(stage, events.map(rowOf)).map(plainRow);
  return { rows, diagnostics: context.diagnostics, asked: [...context.asked] };
}
