import type { CreateMatcher } from './compile-matcher.ts';

/** What an emitted module exports. */
export interface Loaded {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly matches: (event: unknown) => boolean;
  readonly select?: <E>(events: readonly E[]) => readonly E[];
  readonly createMatcher?: CreateMatcher;
  readonly default: (event: unknown) => boolean;
}

/** Runs the text of a module as the platform does. */
export async function load(source: string): Promise<Loaded> {
  const url = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
  return (await import(/* @vite-ignore */ url)) as Loaded;
}
