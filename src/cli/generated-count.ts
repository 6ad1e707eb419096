import { InvalidArgumentError, Option } from 'commander';

/** Which events are generated for a rule. */
export interface GenerateFlags {
  readonly seed: number;
  readonly count: number;
}

const LARGEST = 2 ** 31 - 1;

function wholeNumber(text: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= LARGEST)) throw new InvalidArgumentError('write a whole number from 0 to 2147483647');
  return value;
}

export const seedOption = (): Option =>
  new Option('--seed <n>', 'the same seed generates the same events').argParser(wholeNumber).default(1);

export const countOption = (): Option =>
  new Option('--count <n>', 'at most so many generated events a rule').argParser(wholeNumber).default(100);
