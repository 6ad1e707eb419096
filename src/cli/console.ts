import { writeSync } from 'node:fs';
import pc from 'picocolors';
import { type Diagnostic, isError, type Paint, plain, renderHuman } from '../index.ts';
import { EXIT, type ExitCode, worst } from './exit-codes.ts';

const colours = pc.createColors(process.stderr.isTTY === true && process.env.NO_COLOR === undefined);
const paint: Paint = process.stderr.isTTY
  ? { error: colours.red, warning: colours.yellow, info: colours.cyan, dim: colours.dim }
  : plain;

/** Writes all of it, also into a pipe that takes little at a time; a reader that has gone away ends the program in peace. */
function writeAll(descriptor: number, text: string): void {
  let bytes: Uint8Array = Buffer.from(text, 'utf8');
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE') process.exit(EXIT.ok);
      if (code !== 'EAGAIN') throw error;
    }
  }
}

/** Results go to standard output, messages to standard error. */
export const out = (text: string): void => writeAll(1, text);
export const err = (text: string): void => writeAll(2, text);

/** Collects what a run found, shows it as it comes, and knows the exit code. */
export class Report {
  code: ExitCode = EXIT.ok;
  readonly all: Diagnostic[] = [];

  /** `as` is what an error counts as: rule errors by default. */
  show(found: Diagnostic, as: ExitCode = EXIT.ruleErrors): void {
    this.all.push(found);
    if (isError(found)) this.code = worst(this.code, as);
    err(`${renderHuman(found, paint)}\n\n`);
  }
}
