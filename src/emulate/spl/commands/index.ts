import type { SplCommand } from './command.ts';

/** Every command that takes plain arguments; `search`, `where` and `eval` are part of the language. */
export const commands: ReadonlyMap<string, SplCommand> = new Map(Object.entries({}));
