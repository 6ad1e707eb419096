/** Limits of the commands that a stateful output is made of, where they stand in its text. */
const LIMITS: readonly (readonly [RegExp, string])[] = [
  [
    /\| streamstats /,
    'room for streamstats: at max_mem_usage_mb of limits.conf it stops adding fields, and what comes behind is not found',
  ],
  [/\| sort 0 /, 'memory on the search head for all rows that the base search finds: sort 0 holds them at once'],
  [
    /\| mvexpand /,
    'room for mvexpand: at max_mem_usage_mb of limits.conf ([mvexpand]) it cuts the results short, with a message',
  ],
  [
    /\| appendpipe /,
    'room for appendpipe: its page names no limit, but maxresultrows of limits.conf (50,000) bounds commands that add rows',
  ],
];

export const streamRequirements = (text: string): readonly string[] =>
  LIMITS.flatMap(([command, limit]) => (command.test(text) ? [limit] : []));
