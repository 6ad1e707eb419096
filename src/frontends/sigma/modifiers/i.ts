import { regexFlag } from './regex-flag.ts';

/** Letters match in either case. */
export const i = regexFlag('i', 'ignoreCase');
